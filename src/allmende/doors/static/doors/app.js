// SPDX-FileCopyrightText: 2026 Allmende contributors
// SPDX-License-Identifier: EUPL-1.2
// Suggestions while typing. Every field works as a plain form field without this file.
"use strict";

const WAIT_MS = 150;
const english = document.documentElement.lang === "en";
const words = english
  ? { count: (n) => `${n} suggestions available` }
  : { count: (n) => `${n} Vorschläge verfügbar` };

function fetcher(address) {
  let timer;
  let running;
  return (query, show) => {
    clearTimeout(timer);
    if (running) running.abort();
    timer = setTimeout(async () => {
      running = new AbortController();
      try {
        const answer = await fetch(`${address}?q=${encodeURIComponent(query)}`, { signal: running.signal });
        show(answer.ok ? await answer.json() : []);
      } catch (error) {
        if (error.name !== "AbortError") show([]);
      }
    }, WAIT_MS);
  };
}

function enhance(input) {
  const holder = document.createElement("div");
  const hint = input.getAttribute("aria-describedby");
  input.replaceWith(holder);
  accessibleAutocomplete({
    element: holder,
    id: input.id,
    name: input.name,
    defaultValue: input.value,
    source: fetcher(input.dataset.suggest),
    minLength: 2,
    confirmOnBlur: false,
    displayMenu: "overlay",
    inputClasses: "kern-form-input__input",
    showNoOptionsFound: false, // it would flash up while an answer is on its way
    tStatusResults: (length) => words.count(length),
    tAssistiveHint: () => "",
  });
  const field = holder.querySelector("input");
  if (hint && field) field.setAttribute("aria-describedby", hint);
}

document.querySelectorAll("input[data-suggest]").forEach(enhance);

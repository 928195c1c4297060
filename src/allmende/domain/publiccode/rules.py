# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every rule with its level in both readings of the standard. None: this reading has nothing to say."""

from dataclasses import dataclass

from allmende.domain.explain import Text
from allmende.domain.publiccode.findings import Level, Reading

E, W, H = Level.ERROR, Level.WARNING, Level.HINT


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule and how much it counts when the text, and when the reference is followed."""

    text: Level | None
    reference: Level | None
    title: Text

    def level(self, reading: Reading) -> Level | None:
        """Its level in a reading."""
        return self.reference if reading == Reading.REFERENCE else self.text


RULES = {
    "yaml.size": Rule(E, E, Text("Größe der Datei", "Size of the file")),
    "yaml.encoding": Rule(E, E, Text("Kodierung UTF-8", "Encoding UTF-8")),
    "yaml.mark": Rule(H, E, Text("Byte-Order-Mark am Anfang", "Byte order mark at the start")),
    "yaml.character": Rule(E, W, Text("Unerlaubtes Steuerzeichen", "Control character that is not allowed")),
    "yaml.syntax": Rule(E, E, Text("Gültiges YAML 1.2", "Valid YAML 1.2")),
    "yaml.documents": Rule(E, E, Text("Nur ein YAML-Dokument", "One YAML document only")),
    "yaml.depth": Rule(E, W, Text("Tiefe der Verschachtelung", "Depth of nesting")),
    "yaml.alias": Rule(
        E, E, Text("Verweise (*) gehen auf und bleiben klein", "Aliases resolve and stay small")
    ),
    "yaml.duplicate": Rule(E, E, Text("Jeder Schlüssel nur einmal", "Each key once only")),
    "yaml.key": Rule(E, E, Text("Schlüssel sind Wörter", "Keys are words")),
    "root": Rule(
        E, E, Text("Die Datei besteht aus Schlüsseln und Werten", "The file is made of keys and values")
    ),
    "version.missing": Rule(E, E, Text("Version des Standards genannt", "Version of the standard named")),
    "version.unknown": Rule(E, E, Text("Version des Standards bekannt", "Version of the standard known")),
    "version.unpublished": Rule(
        W, E, Text("Version wurde nie veröffentlicht", "Version was never published")
    ),
    "version.old": Rule(W, W, Text("Ältere Version des Standards", "Older version of the standard")),
    "version.newer-key": Rule(
        H, None, Text("Schlüssel ist neuer als die Version", "Key is newer than the version")
    ),
    "key.unknown": Rule(E, E, Text("Schlüssel steht im Standard", "Key is in the standard")),
    "key.missing": Rule(E, E, Text("Pflichtangabe vorhanden", "Mandatory key present")),
    "key.deprecated": Rule(W, W, Text("Veralteter Schlüssel", "Deprecated key")),
    "key.country-section": Rule(W, None, Text("Veralteter Länderabschnitt", "Deprecated country section")),
    "key.country-twice": Rule(E, E, Text("Länderabschnitt nur einmal", "Country section once only")),
    "type": Rule(E, E, Text("Art des Wertes stimmt", "Kind of the value is right")),
    "type.number": Rule(W, None, Text("Zahl, wo Text stehen soll", "Number where text should be")),
    "list.empty": Rule(E, E, Text("Liste ist nicht leer", "List is not empty")),
    "value.choice": Rule(E, E, Text("Wert aus der Liste des Standards", "Value from the standard’s list")),
    "value.country": Rule(E, E, Text("Länderkürzel nach ISO 3166-1", "Country code by ISO 3166-1")),
    "value.country-case": Rule(W, W, Text("Länderkürzel in Großbuchstaben", "Country code in capitals")),
    "value.language": Rule(E, E, Text("Sprachkürzel nach BCP 47", "Language tag by BCP 47")),
    "value.language-odd": Rule(W, None, Text("Ungewöhnliches Sprachkürzel", "Unusual language tag")),
    "value.url": Rule(E, E, Text("Vollständige Adresse", "Complete address")),
    "value.web": Rule(E, E, Text("Adresse mit http oder https", "Address with http or https")),
    "value.mail": Rule(E, E, Text("Eine gültige E-Mail-Adresse", "One valid e-mail address")),
    "value.date": Rule(E, E, Text("Datum als JJJJ-MM-TT", "Date as YYYY-MM-DD")),
    "value.media-type": Rule(E, E, Text("Medientyp nach RFC 6838", "Media type by RFC 6838")),
    "value.identifier": Rule(E, E, Text("URI oder URN", "URI or URN")),
    "value.law": Rule(E, E, Text("Bekanntes Kürzel (alias:) oder URI", "Known alias or URI")),
    "length.short": Rule(E, E, Text("Text lang genug", "Text long enough")),
    "length.long": Rule(E, E, Text("Text nicht zu lang", "Text not too long")),
    "path.form": Rule(E, E, Text("Pfad im Repository oder Adresse", "Path in the repository or address")),
    "path.outside": Rule(W, None, Text("Pfad bleibt im Repository", "Path stays in the repository")),
    "picture.kind": Rule(E, None, Text("Bildformat", "Picture format")),
    "video.provider": Rule(H, E, Text("Videoportal mit oEmbed", "Video site with oEmbed")),
    "licence.expression": Rule(E, E, Text("Gültiger SPDX-Ausdruck", "Valid SPDX expression")),
    "licence.identifier": Rule(
        E, None, Text("Kennung steht in der SPDX-Liste", "Identifier is in the SPDX list")
    ),
    "licence.spelling": Rule(H, None, Text("Schreibweise der SPDX-Liste", "Spelling of the SPDX list")),
    "licence.open": Rule(E, None, Text("Lizenz ist wirklich offen", "Licence is really open")),
    "licence.data": Rule(W, None, Text("Lizenz ist für Daten gemacht", "Licence is made for data")),
    "licence.own": Rule(
        H, None, Text("Eigene Lizenz, Offenheit nicht prüfbar", "Own licence, openness unknown")
    ),
    "description.once": Rule(
        E, None, Text("In mindestens einer Sprache ausführlich", "In full in one language")
    ),
    "description.each": Rule(None, E, Text("In jeder Sprache ausführlich", "In full in every language")),
    "maintenance.contractors": Rule(E, E, Text("Vertragspartner genannt", "Contractors named")),
    "maintenance.contacts": Rule(E, E, Text("Ansprechpersonen genannt", "Contacts named")),
    "maintenance.surplus": Rule(
        E, E, Text("Vertragspartner nur bei Verträgen", "Contractors with contracts only")
    ),
    "languages.described": Rule(H, None, Text("Sprachen passen zusammen", "Languages fit together")),
    "languages.text": Rule(
        H, None, Text("Text ist in der genannten Sprache", "Text is in the named language")
    ),
    "italy.code": Rule(W, E, Text("Form einer italienischen Behördenkennung", "Form of an Italian code")),
    "reference.follow-up": Rule(
        None, H, Text("Folgemeldung der Referenz", "Follow-up message of the reference")
    ),
    "more": Rule(H, H, Text("Weitere Befunde nicht gezeigt", "Further findings not shown")),
    "around.contract": Rule(W, W, Text("Wartungsvertrag läuft noch", "Maintenance contract still runs")),
    "around.release": Rule(W, W, Text("Veröffentlichung nicht in der Zukunft", "Release not in the future")),
    "around.licence": Rule(W, W, Text("Lizenz stimmt mit LICENSE überein", "Licence agrees with LICENSE")),
    "around.url": Rule(W, W, Text("url nennt dieses Repository", "url names this repository")),
    "around.files": Rule(W, W, Text("Genannte Dateien sind da", "Files named exist")),
    "around.reachable": Rule(W, W, Text("Adressen sind erreichbar", "Addresses can be reached")),
}

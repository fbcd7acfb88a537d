//! The few words the report layer says itself, in the languages of the reports; titles of columns come from the schema.

/// A language of reports.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Finnish.
    Finnish,
    /// Swedish.
    Swedish,
    /// German.
    German,
    /// Dutch.
    Dutch,
    /// Chinese, simplified.
    Chinese,
}

impl Language {
    /// The language of a code such as `fi` or `de-AT`; none when reports are not made in it.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let tag = code.trim().to_ascii_lowercase();
        match tag.split(['-', '_']).next()? {
            "en" => Some(Self::English),
            "fi" => Some(Self::Finnish),
            "sv" => Some(Self::Swedish),
            "de" => Some(Self::German),
            "nl" => Some(Self::Dutch),
            "zh" => Some(Self::Chinese),
            _ => None,
        }
    }

    /// The ISO 639-1 code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Finnish => "fi",
            Self::Swedish => "sv",
            Self::German => "de",
            Self::Dutch => "nl",
            Self::Chinese => "zh",
        }
    }

    /// The number format of dates.
    #[must_use]
    pub const fn date_format(self) -> &'static str {
        match self {
            Self::English | Self::Swedish | Self::Chinese => "yyyy-mm-dd",
            Self::Finnish => "d.m.yyyy",
            Self::German => "dd.mm.yyyy",
            Self::Dutch => "dd-mm-yyyy",
        }
    }

    /// Its words.
    #[must_use]
    pub const fn words(self) -> &'static Words {
        match self {
            Self::English => &ENGLISH,
            Self::Finnish => &FINNISH,
            Self::Swedish => &SWEDISH,
            Self::German => &GERMAN,
            Self::Dutch => &DUTCH,
            Self::Chinese => &CHINESE,
        }
    }
}

macro_rules! words {
    ($($(#[$doc:meta])* $field:ident;)*) => {
        /// The words of one language.
        #[derive(Debug)]
        pub struct Words { $($(#[$doc])* pub $field: &'static str,)* }
    };
}

words! {
    /// Yes.
    yes; /// No.
    no; /// Total, in front of a row of sums.
    total; /// Page, as in "Page 1 of 3".
    page; /// Of, as in "Page 1 of 3".
    of; /// Name of the findings sheet.
    findings; /// Name of the about sheet.
    about; /// Column: severity.
    severity; /// Column: code.
    code; /// Column: what is wrong.
    problem; /// Column: workbook.
    workbook; /// Column: sheet.
    sheet; /// Column: cell.
    cell; /// Column: field.
    field; /// Column: value found.
    found; /// Column: detail.
    detail; /// Column: expected.
    expected; /// Column: fix.
    fix; /// Severity E.
    error; /// Severity W.
    warning; /// Severity I.
    note; /// What severity E means.
    error_means; /// What severity W means.
    warning_means; /// What severity I means.
    note_means; /// Text for an empty list of findings.
    nothing_found; /// Program and version.
    version; /// The date that was asked about.
    as_of; /// Block: inputs.
    inputs; /// Column: name of an input.
    name; /// Column: number of rows.
    rows; /// Column: checksum.
    checksum; /// Block: options.
    options; /// Column: name of an option.
    option; /// Column: value of an option.
    value; /// Block: sheets of this workbook.
    contents; /// The mark at the end of a text that was cut.
    cut; /// Title of a template.
    template_title; /// How a template is filled in; one line a paragraph.
    template_help; /// A column that must be filled in.
    required; /// A column that may stay empty.
    optional; /// In front of the values a column takes.
    choices; /// Note on the example row.
    example; /// Column: what a sheet holds.
    contents_of; /// Column: columns that must be filled in.
    required_columns; /// Kind: text.
    kind_text; /// Kind: code.
    kind_code; /// Kind: number.
    kind_number; /// Kind: percent.
    kind_percent; /// Kind: date.
    kind_date; /// Kind: yes or no.
    kind_flag; /// Kind: whole number.
    kind_whole;
}

static ENGLISH: Words = Words {
    yes: "Yes",
    no: "No",
    total: "Total",
    page: "Page",
    of: "of",
    findings: "Findings",
    about: "About",
    severity: "Severity",
    code: "Code",
    problem: "What is wrong",
    workbook: "Workbook",
    sheet: "Sheet",
    cell: "Cell",
    field: "Field",
    found: "Found",
    detail: "Detail",
    expected: "Expected",
    fix: "How to fix it",
    error: "Error",
    warning: "Warning",
    note: "Note",
    error_means: "the row or value is not used",
    warning_means: "used, but doubtful",
    note_means: "for information",
    nothing_found: "Nothing to report.",
    version: "Made with",
    as_of: "As of",
    inputs: "Inputs",
    name: "Name",
    rows: "Rows",
    checksum: "SHA-256",
    options: "Options",
    option: "Option",
    value: "Value",
    contents: "Sheets",
    cut: "… [cut]",
    template_title: "Workbook to fill in",
    template_help: "Each sheet is one table; fill in the ones you have and leave the others empty.\nColumns with a yellow title must be filled in. Point at a title to see what belongs there.\nThe grey row on each sheet is an example: type over it, delete it, or leave it as it is: then it is not read.\nItem numbers are text: 00120 stays 00120.",
    required: "Must be filled in",
    optional: "May stay empty",
    choices: "One of",
    example: "Example: type over it, or delete this row. As long as no cell of it is changed, it is not read.",
    contents_of: "What it holds",
    required_columns: "Must be filled in",
    kind_text: "Text",
    kind_code: "Number or code, kept as text",
    kind_number: "Number",
    kind_percent: "Percent: 15 or 15 %",
    kind_date: "Date",
    kind_flag: "Yes or no: Y, N",
    kind_whole: "Whole number",
};

static FINNISH: Words = Words {
    yes: "Kyllä",
    no: "Ei",
    total: "Yhteensä",
    page: "Sivu",
    of: "/",
    findings: "Havainnot",
    about: "Tietoja",
    severity: "Vakavuus",
    code: "Koodi",
    problem: "Mikä on vialla",
    workbook: "Työkirja",
    sheet: "Taulukko",
    cell: "Solu",
    field: "Kenttä",
    found: "Löytyi",
    detail: "Tarkennus",
    expected: "Odotettiin",
    fix: "Korjaus",
    error: "Virhe",
    warning: "Varoitus",
    note: "Huomautus",
    error_means: "riviä tai arvoa ei käytetä",
    warning_means: "käytetään, mutta epävarma",
    note_means: "tiedoksi",
    nothing_found: "Ei havaintoja.",
    version: "Ohjelma",
    as_of: "Tilanne",
    inputs: "Lähtötiedot",
    name: "Nimi",
    rows: "Rivejä",
    checksum: "SHA-256",
    options: "Asetukset",
    option: "Asetus",
    value: "Arvo",
    contents: "Taulukot",
    cut: "… [katkaistu]",
    template_title: "Täytettävä työkirja",
    template_help: "Jokainen taulukko on yksi luettelo; täytä ne, jotka sinulla on, ja jätä muut tyhjiksi.\nKeltaisella otsikolla merkityt sarakkeet ovat pakollisia. Osoita otsikkoa, niin näet, mitä siihen kuuluu.\nHarmaa rivi on esimerkki: kirjoita sen päälle, poista se tai jätä se ennalleen: silloin sitä ei lueta.\nNimikenumerot ovat tekstiä: 00120 säilyy muodossa 00120.",
    required: "Pakollinen",
    optional: "Voi jäädä tyhjäksi",
    choices: "Jokin näistä",
    example: "Esimerkki: kirjoita päälle tai poista rivi. Riviä ei lueta, niin kauan kuin mitään sen solua ei ole muutettu.",
    contents_of: "Sisältö",
    required_columns: "Pakolliset sarakkeet",
    kind_text: "Teksti",
    kind_code: "Numero tai koodi, säilyy tekstinä",
    kind_number: "Luku",
    kind_percent: "Prosentti: 15 tai 15 %",
    kind_date: "Päivämäärä",
    kind_flag: "Kyllä tai ei: K, E",
    kind_whole: "Kokonaisluku",
};

static SWEDISH: Words = Words {
    yes: "Ja",
    no: "Nej",
    total: "Summa",
    page: "Sida",
    of: "av",
    findings: "Anmärkningar",
    about: "Om",
    severity: "Allvar",
    code: "Kod",
    problem: "Vad är fel",
    workbook: "Arbetsbok",
    sheet: "Blad",
    cell: "Cell",
    field: "Fält",
    found: "Funnet",
    detail: "Detalj",
    expected: "Förväntat",
    fix: "Åtgärd",
    error: "Fel",
    warning: "Varning",
    note: "Notering",
    error_means: "raden eller värdet används inte",
    warning_means: "används, men osäkert",
    note_means: "för kännedom",
    nothing_found: "Inga anmärkningar.",
    version: "Program",
    as_of: "Per datum",
    inputs: "Indata",
    name: "Namn",
    rows: "Rader",
    checksum: "SHA-256",
    options: "Inställningar",
    option: "Inställning",
    value: "Värde",
    contents: "Blad",
    cut: "… [avkortat]",
    template_title: "Arbetsbok att fylla i",
    template_help: "Varje blad är en tabell; fyll i dem du har och lämna de andra tomma.\nKolumner med gul rubrik måste fyllas i. Peka på en rubrik för att se vad som hör dit.\nDen grå raden är ett exempel: skriv över den, ta bort den eller lämna den som den är: då läses den inte.\nArtikelnummer är text: 00120 förblir 00120.",
    required: "Måste fyllas i",
    optional: "Får vara tom",
    choices: "En av",
    example: "Exempel: skriv över eller ta bort raden. Så länge ingen cell är ändrad läses den inte.",
    contents_of: "Innehåll",
    required_columns: "Måste fyllas i",
    kind_text: "Text",
    kind_code: "Nummer eller kod, behålls som text",
    kind_number: "Tal",
    kind_percent: "Procent: 15 eller 15 %",
    kind_date: "Datum",
    kind_flag: "Ja eller nej: J, N",
    kind_whole: "Heltal",
};

static GERMAN: Words = Words {
    yes: "Ja",
    no: "Nein",
    total: "Summe",
    page: "Seite",
    of: "von",
    findings: "Befunde",
    about: "Info",
    severity: "Schwere",
    code: "Code",
    problem: "Was ist falsch",
    workbook: "Arbeitsmappe",
    sheet: "Blatt",
    cell: "Zelle",
    field: "Feld",
    found: "Gefunden",
    detail: "Einzelheit",
    expected: "Erwartet",
    fix: "Abhilfe",
    error: "Fehler",
    warning: "Warnung",
    note: "Hinweis",
    error_means: "Zeile oder Wert wird nicht verwendet",
    warning_means: "verwendet, aber zweifelhaft",
    note_means: "zur Information",
    nothing_found: "Keine Befunde.",
    version: "Erstellt mit",
    as_of: "Stichtag",
    inputs: "Eingaben",
    name: "Name",
    rows: "Zeilen",
    checksum: "SHA-256",
    options: "Optionen",
    option: "Option",
    value: "Wert",
    contents: "Blätter",
    cut: "… [gekürzt]",
    template_title: "Arbeitsmappe zum Ausfüllen",
    template_help: "Jedes Blatt ist eine Tabelle; füllen Sie die vorhandenen aus und lassen Sie die anderen leer.\nSpalten mit gelbem Titel müssen ausgefüllt werden. Zeigen Sie auf einen Titel, um zu sehen, was dort hingehört.\nDie graue Zeile ist ein Beispiel: überschreiben oder löschen Sie sie, oder lassen Sie sie unverändert: dann wird sie nicht gelesen.\nArtikelnummern sind Text: 00120 bleibt 00120.",
    required: "Muss ausgefüllt werden",
    optional: "Darf leer bleiben",
    choices: "Eines von",
    example: "Beispiel: überschreiben oder Zeile löschen. Solange keine Zelle geändert ist, wird sie nicht gelesen.",
    contents_of: "Inhalt",
    required_columns: "Pflichtspalten",
    kind_text: "Text",
    kind_code: "Nummer oder Code, bleibt Text",
    kind_number: "Zahl",
    kind_percent: "Prozent: 15 oder 15 %",
    kind_date: "Datum",
    kind_flag: "Ja oder nein: J, N",
    kind_whole: "Ganze Zahl",
};

static DUTCH: Words = Words {
    yes: "Ja",
    no: "Nee",
    total: "Totaal",
    page: "Pagina",
    of: "van",
    findings: "Bevindingen",
    about: "Over",
    severity: "Ernst",
    code: "Code",
    problem: "Wat is er mis",
    workbook: "Werkmap",
    sheet: "Blad",
    cell: "Cel",
    field: "Veld",
    found: "Gevonden",
    detail: "Toelichting",
    expected: "Verwacht",
    fix: "Oplossing",
    error: "Fout",
    warning: "Waarschuwing",
    note: "Opmerking",
    error_means: "rij of waarde wordt niet gebruikt",
    warning_means: "gebruikt, maar twijfelachtig",
    note_means: "ter informatie",
    nothing_found: "Geen bevindingen.",
    version: "Gemaakt met",
    as_of: "Peildatum",
    inputs: "Invoer",
    name: "Naam",
    rows: "Rijen",
    checksum: "SHA-256",
    options: "Opties",
    option: "Optie",
    value: "Waarde",
    contents: "Bladen",
    cut: "… [ingekort]",
    template_title: "Werkmap om in te vullen",
    template_help: "Elk blad is een tabel; vul in wat u hebt en laat de andere leeg.\nKolommen met een gele titel moeten worden ingevuld. Wijs een titel aan om te zien wat erin hoort.\nDe grijze rij is een voorbeeld: typ eroverheen, verwijder haar of laat haar ongewijzigd: dan wordt ze niet gelezen.\nArtikelnummers zijn tekst: 00120 blijft 00120.",
    required: "Moet worden ingevuld",
    optional: "Mag leeg blijven",
    choices: "Een van",
    example: "Voorbeeld: typ eroverheen of verwijder de rij. Zolang geen cel is gewijzigd, wordt ze niet gelezen.",
    contents_of: "Inhoud",
    required_columns: "Verplichte kolommen",
    kind_text: "Tekst",
    kind_code: "Nummer of code, blijft tekst",
    kind_number: "Getal",
    kind_percent: "Procent: 15 of 15 %",
    kind_date: "Datum",
    kind_flag: "Ja of nee: J, N",
    kind_whole: "Geheel getal",
};

static CHINESE: Words = Words {
    yes: "是",
    no: "否",
    total: "合计",
    page: "页",
    of: "/",
    findings: "检查结果",
    about: "关于",
    severity: "严重程度",
    code: "代码",
    problem: "问题",
    workbook: "工作簿",
    sheet: "工作表",
    cell: "单元格",
    field: "字段",
    found: "实际值",
    detail: "说明",
    expected: "期望值",
    fix: "处理办法",
    error: "错误",
    warning: "警告",
    note: "提示",
    error_means: "该行或该值未使用",
    warning_means: "已使用，但存疑",
    note_means: "供参考",
    nothing_found: "没有问题。",
    version: "生成程序",
    as_of: "基准日期",
    inputs: "输入",
    name: "名称",
    rows: "行数",
    checksum: "SHA-256",
    options: "选项",
    option: "选项",
    value: "值",
    contents: "工作表",
    cut: "…［已截断］",
    template_title: "待填写的工作簿",
    template_help: "每个工作表是一张表；填写您有的数据，其余留空。\n黄色标题的列必须填写。将鼠标指向标题可查看说明。\n灰色行是示例：请覆盖、删除，或保持不变（不变则不会被读取）。\n物料编号是文本：00120 保持为 00120。",
    required: "必须填写",
    optional: "可以留空",
    choices: "可选值",
    example: "示例：请覆盖或删除此行。只要没有改动任何单元格，此行就不会被读取。",
    contents_of: "内容",
    required_columns: "必填列",
    kind_text: "文本",
    kind_code: "编号或代码，保持为文本",
    kind_number: "数字",
    kind_percent: "百分比：15 或 15 %",
    kind_date: "日期",
    kind_flag: "是或否：Y、N",
    kind_whole: "整数",
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn language_codes_come_back() {
        for code in ["en", "fi", "sv", "de", "nl", "zh"] {
            assert_eq!(Language::from_code(code).map(Language::code), Some(code));
        }
        assert_eq!(Language::from_code("de-AT"), Some(Language::German));
        assert_eq!(Language::from_code("xx"), None);
    }
}

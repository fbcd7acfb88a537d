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
    cut;
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

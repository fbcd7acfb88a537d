//! Words for units: what they measure and their exact factor to the base unit of that.
//!
//! Rules: structures specification, section 8. Words of the languages of the header dictionary; a unit nobody knows is a
//! dimension of its own.

use std::collections::HashMap;
use std::sync::LazyLock;

use rust_decimal::Decimal;

/// The dimension of single things.
pub const PIECES: &str = "pcs";

/// Words, dimension, digits and scale of the exact factor to the dimension's base.
const WORDS: &[(&str, &str, i64, u32)] = &[
    (
        "pcs pc pce pces piece pieces ea each cnt count nos kpl kappale st stk stck stück stueck stuk stuks styck \
         个 個 件 只 隻 支 颗 顆 粒 片 块 塊 枚 台 根 条 條",
        PIECES,
        1,
        0,
    ),
    ("set sets kit kits sarja satz sats 套 组 組", "set", 1, 0),
    ("pair pairs pr pari paar par 对 對 双 雙", "pair", 1, 0),
    ("roll rolls rulla rolle rollen rol rulle 卷 捲", "roll", 1, 0),
    ("box boxes bx ltk laatikko karton doos låda 箱 盒", "box", 1, 0),
    ("pack packs package pkg pkt pk paketti packung paket pak förpackning 包", "pack", 1, 0),
    ("bag bags pussi beutel zak påse 袋", "bag", 1, 0),
    ("sheet sheets arkki bogen vel ark 张 張", "sheet", 1, 0),
    ("reel reels kela spule spoel 盘 盤", "reel", 1, 0),
    ("bottle bottles pullo flasche fles flaska 瓶", "bottle", 1, 0),
    ("µm um", "m", 1, 6),
    ("mm 毫米", "m", 1, 3),
    ("cm 厘米", "m", 1, 2),
    ("dm", "m", 1, 1),
    ("m meter meters metre metres metri metriä 米", "m", 1, 0),
    ("km 千米", "m", 1_000, 0),
    ("in inch inches tuuma zoll", "m", 254, 4),
    ("ft foot feet", "m", 3_048, 4),
    ("yd yard yards", "m", 9_144, 4),
    ("mg", "kg", 1, 6),
    ("g gram grams gramm 克", "kg", 1, 3),
    ("kg kilo 公斤 千克", "kg", 1, 0),
    ("t 吨", "kg", 1_000, 0),
    ("lb lbs", "kg", 45_359_237, 8),
    ("oz", "kg", 28_349_523_125, 12),
    ("ml 毫升", "l", 1, 3),
    ("cl", "l", 1, 2),
    ("dl", "l", 1, 1),
    ("l ltr liter litre litra 升", "l", 1, 0),
    ("m3 m³", "l", 1_000, 0),
    ("mm2 mm²", "m2", 1, 6),
    ("cm2 cm²", "m2", 1, 4),
    ("m2 m² sqm", "m2", 1, 0),
    ("min 分钟", "min", 1, 0),
    ("h hr hrs hour hours tunti uur 小时", "min", 60, 0),
];

/// The dimension a unit measures, and its exact factor to the base unit of the dimension; none for unknown words.
///
/// Compared without case and without a point at the end.
#[must_use]
pub fn known_unit(word: &str) -> Option<(&'static str, Decimal)> {
    static UNITS: LazyLock<HashMap<&'static str, (&'static str, Decimal)>> = LazyLock::new(|| {
        let rows = WORDS.iter().filter_map(|&(words, dimension, digits, scale)| {
            Some((words, (dimension, Decimal::try_new(digits, scale).ok()?)))
        });
        rows.flat_map(|(words, unit)| words.split_whitespace().map(move |word| (word, unit))).collect()
    });
    let word = word.trim().trim_end_matches('.').to_lowercase();
    UNITS.get(word.as_str()).copied()
}

/// True when two words mean the same unit: the same word, or known words of the same size.
#[must_use]
pub fn is_same_unit(one: &str, other: &str) -> bool {
    let plain = |word: &str| word.trim().trim_end_matches('.').to_lowercase();
    plain(one) == plain(other) || known_unit(one).is_some_and(|unit| known_unit(other) == Some(unit))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn words_of_one_unit_are_the_same() {
        assert!(is_same_unit("kpl", "PCS."));
        assert!(is_same_unit("个", "ea"));
        assert!(is_same_unit("Flurb", "flurb."));
        assert!(!is_same_unit("m", "mm"));
        assert!(!is_same_unit("set", "pcs"));
        assert!(!is_same_unit("flurb", "pcs"));
        assert_eq!(known_unit("mm"), Some(("m", Decimal::new(1, 3))));
        assert_eq!(known_unit("oz").unwrap().1.to_string(), "0.028349523125");
        assert_eq!(known_unit(""), None);
    }

    #[test]
    fn each_word_stands_once_and_in_lower_case() {
        let mut seen = BTreeSet::new();
        for word in WORDS.iter().flat_map(|row| row.0.split_whitespace()) {
            assert!(seen.insert(word), "{word} twice");
            assert_eq!(word, word.to_lowercase());
        }
        assert!(seen.len() > 100);
    }
}

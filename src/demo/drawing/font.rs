//! Lettering drawn as strokes: capital letters, digits and a few marks on a grid of 4 × 6.

/// Width of one letter with the gap after it, in grid steps.
pub(super) const ADVANCE: f32 = 5.6;

/// Width of a text of this height, without the gap after the last letter.
pub(super) fn width(text: &str, height: f32) -> f32 {
    let letters = text.chars().count() as f32;
    ((letters * ADVANCE - (ADVANCE - 4.0)) * height / 6.0).max(0.0)
}

/// The strokes of a character as grid points; a character without a shape is a blank.
pub(super) fn strokes(character: char) -> impl Iterator<Item = Vec<(f32, f32)>> {
    shape(character.to_ascii_uppercase()).split_ascii_whitespace().map(|stroke| {
        stroke
            .as_bytes()
            .chunks_exact(2)
            .filter_map(|pair| match pair {
                [x, y] => Some((f32::from(x.checked_sub(b'0')?), f32::from(y.checked_sub(b'0')?))),
                _ => None,
            })
            .collect()
    })
}

/// Each stroke is a run of digit pairs `xy`, `x` 0..4 from the left, `y` 0..6 from the top.
fn shape(character: char) -> &'static str {
    match character {
        'A' | 'Ä' => "062046 1434",
        'B' => "06003041423303 3344453606",
        'C' => "4130100105163645",
        'D' => "06003041453606",
        'E' => "40000646 0333",
        'F' => "400006 0333",
        'G' => "41301001051636454323",
        'H' => "0006 4046 0343",
        'I' => "1030 2026 1636",
        'J' => "4045361605",
        'K' => "0006 4004 1346",
        'L' => "000646",
        'M' => "0600234046",
        'N' => "06004640",
        'O' | '0' => "103041453616050110",
        'P' => "06003041423303",
        'Q' => "103041453616050110 2446",
        'R' => "06003041423303 2346",
        'S' => "413010010213334445361605",
        'T' => "0040 2026",
        'U' => "000516364540",
        'V' => "002640",
        'W' => "0016233640",
        'X' => "0046 4006",
        'Y' => "002340 2326",
        'Z' => "00400646",
        '1' => "112026 1636",
        '2' => "01103041420646",
        '3' => "01103041423313 334445361605",
        '4' => "300444 3036",
        '5' => "400002324345361605",
        '6' => "30100105163645443303",
        '7' => "004016",
        '8' => "103041423313020110 133344453616050413",
        '9' => "16364541301001021343",
        '-' => "1333",
        '.' => "1516",
        ',' => "1517",
        '/' => "0640",
        ':' => "2122 2425",
        '(' => "301115 36",
        ')' => "103135 16",
        _ => "",
    }
}

//! A tree of boxes as SVG: columns by level, each as wide as its texts, lines with quantities between them.
//!
//! Widths are estimated from the characters, generously, because no font is at hand; long texts are cut. More boxes than
//! asked for are left out level by level, and each box says how many are missing behind it.

use std::fmt::Write as _;

use super::{BoxKind, Picture, PictureRow, mark};

/// Height of a box, and of a row with the gap below it.
const BOX: i64 = 34;
const STEP: i64 = 44;
/// Between two columns: room for the line and its quantity.
const GAP: i64 = 92;
/// Room around the picture, and the line with its title.
const EDGE: i64 = 16;
const HEAD: i64 = 34;
/// Characters shown of a name and of a description.
const NAME: usize = 30;
const TEXT: usize = 34;

/// A box that is drawn.
struct Place {
    row: usize,
    level: usize,
    left: Option<usize>,
    /// Twice the middle of the box in rows, so that it stays a whole number.
    middle: i64,
    hidden: usize,
}

impl Picture {
    /// The picture with at most so many boxes.
    #[must_use]
    pub fn svg(&self, max_boxes: usize) -> String {
        let (mut places, missing) = self.kept(max_boxes.max(1));
        let height = arrange(&mut places);
        let levels = places.iter().map(|place| place.level).max().map_or(0, |level| level + 1);
        let mut widths = vec![0_i64; levels];
        for place in &places {
            if let (Some(width), Some(row)) = (widths.get_mut(place.level), self.rows.get(place.row)) {
                *width = (*width).max(box_width(row, place.hidden));
            }
        }
        let mut starts = Vec::with_capacity(levels);
        let mut x = EDGE;
        for width in &widths {
            starts.push(x);
            x += width + GAP;
        }
        let more = if missing > 0 { format!(" … {missing} +") } else { String::new() };
        let title = format!("{}{more}", self.title);
        let width = (x - GAP + EDGE).max(text_width(&title, 9) + 2 * EDGE);
        let height = HEAD + height * STEP + EDGE;
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" role=\"img\" font-family=\"system-ui,-apple-system,'Segoe UI',\
             'DejaVu Sans',sans-serif\" font-size=\"12\"><!-- {} --><title>{}</title>\
             <rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>\
             <text x=\"{EDGE}\" y=\"22\" font-size=\"14\" font-weight=\"600\" fill=\"#1f2933\">{}</text>",
            mark(),
            escaped(&title),
            escaped(&title),
        );
        let corner = |place: &Place| {
            let x = starts.get(place.level).copied().unwrap_or(EDGE);
            (x, HEAD + place.middle * STEP / 2)
        };
        for place in &places {
            let Some(left) = place.left.and_then(|left| places.get(left)) else { continue };
            let ((from, from_y), (to, to_y)) = (corner(left), corner(place));
            let from = from + widths.get(left.level).copied().unwrap_or_default();
            let (y1, y2, bend) = (from_y + BOX / 2, to_y + BOX / 2, from + 22);
            let _infallible =
                write!(out, "<path d=\"M{from} {y1}H{bend}V{y2}H{to}\" fill=\"none\" stroke=\"#9aa5b1\"/>");
        }
        for place in &places {
            let Some(row) = self.rows.get(place.row) else { continue };
            let (x, y) = corner(place);
            let width = widths.get(place.level).copied().unwrap_or_default();
            draw(&mut out, row, (x, y, width), place.hidden);
        }
        out.push_str("</svg>\n");
        out
    }

    /// The boxes that are drawn: whole levels as long as they fit, of the next level as many as fit; and how many boxes
    /// are missing.
    fn kept(&self, max: usize) -> (Vec<Place>, usize) {
        let mut levels: Vec<usize> = Vec::with_capacity(self.rows.len());
        let mut counts: Vec<usize> = Vec::new();
        for row in &self.rows {
            let level = row.left.and_then(|left| levels.get(left)).map_or(0, |level| level + 1);
            levels.push(level);
            if counts.len() <= level {
                counts.resize(level + 1, 0);
            }
            if let Some(count) = counts.get_mut(level) {
                *count += 1;
            }
        }
        let (mut whole, mut room) = (0, max);
        while let Some(rest) = counts.get(whole).and_then(|count| room.checked_sub(*count)) {
            room = rest;
            whole += 1;
        }
        let mut places: Vec<Place> = Vec::new();
        let mut place_of: Vec<Option<usize>> = Vec::with_capacity(self.rows.len());
        for (index, (row, &level)) in self.rows.iter().zip(&levels).enumerate() {
            let left = row.left.and_then(|left| place_of.get(left).copied().flatten());
            let is_kept = level < whole || (level == whole && room > 0 && left.is_some());
            if !is_kept {
                // Counted where the tree is cut off: at the nearest box that is drawn.
                let mut near = row.left;
                while let Some(at) = near {
                    if let Some(place) = place_of.get(at).copied().flatten().and_then(|place| places.get_mut(place)) {
                        place.hidden += 1;
                        break;
                    }
                    near = self.rows.get(at).and_then(|row| row.left);
                }
                place_of.push(None);
                continue;
            }
            if level == whole {
                room -= 1;
            }
            places.push(Place { row: index, level, left, middle: 0, hidden: 0 });
            place_of.push(Some(places.len() - 1));
        }
        let missing = self.rows.len() - places.len() + self.left_out;
        (places, missing)
    }
}

/// Puts boxes without boxes behind them under each other, all others in the middle of theirs; the height in rows.
fn arrange(places: &mut [Place]) -> i64 {
    let mut ends: Vec<Option<(i64, i64)>> = vec![None; places.len()];
    let mut has_more = vec![false; places.len()];
    for left in places.iter().filter_map(|place| place.left) {
        if let Some(flag) = has_more.get_mut(left) {
            *flag = true;
        }
    }
    let mut next = 0;
    for (place, has_more) in places.iter_mut().zip(&has_more) {
        if !has_more {
            place.middle = 2 * next;
            next += 1;
        }
    }
    // What is behind a box stands after it in the list.
    for index in (0..places.len()).rev() {
        let reach = ends.get(index).copied().flatten();
        let Some(place) = places.get_mut(index) else { continue };
        if let Some((first, last)) = reach {
            place.middle = i64::midpoint(first, last);
        }
        let middle = place.middle;
        if let Some(end) = place.left.and_then(|left| ends.get_mut(left)) {
            *end = Some(end.map_or((middle, middle), |(first, last)| (first.min(middle), last.max(middle))));
        }
    }
    next
}

fn draw(out: &mut String, row: &PictureRow, (x, y, width): (i64, i64, i64), hidden: usize) {
    let (fill, stroke, dash) = match row.kind {
        BoxKind::Asked => ("#cfe2ff", "#2563eb", ""),
        BoxKind::Top => ("#d7f0dd", "#2f855a", ""),
        BoxKind::Assembly => ("#ffffff", "#52606d", ""),
        BoxKind::Phantom => ("#ffffff", "#52606d", " stroke-dasharray=\"5 3\""),
        BoxKind::Part => ("#f1f5f9", "#cbd2d9", ""),
        BoxKind::Reference => ("#ffffff", "#cbd2d9", " stroke-dasharray=\"2 3\""),
        BoxKind::Field => ("#fff3cd", "#b7791f", ""),
    };
    let (fill, dash) = if row.is_again { ("#ffffff", " stroke-dasharray=\"2 3\"") } else { (fill, dash) };
    let _infallible = write!(
        out,
        "<g><title>{}</title><rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{BOX}\" rx=\"5\" fill=\"{fill}\" \
         stroke=\"{stroke}\"{dash}/>",
        escaped(format!("{} {}", row.name, row.text).trim_end()),
    );
    let again = if row.is_again { " ↑" } else { "" };
    let more = if hidden > 0 { format!(" +{hidden}") } else { String::new() };
    let name_y = if row.text.is_empty() { y + 21 } else { y + 15 };
    let _infallible = write!(
        out,
        "<text x=\"{}\" y=\"{name_y}\" font-weight=\"600\" fill=\"#1f2933\">{}{again}\
         <tspan font-weight=\"400\" fill=\"#b7791f\">{more}</tspan></text>",
        x + 8,
        escaped(&clipped(&row.name, NAME)),
    );
    if !row.text.is_empty() {
        let text = escaped(&clipped(&row.text, TEXT));
        let _infallible =
            write!(out, "<text x=\"{}\" y=\"{}\" font-size=\"11\" fill=\"#616e7c\">{text}</text>", x + 8, y + 28);
    }
    if !row.quantity.is_empty() {
        let quantity = escaped(&clipped(&row.quantity, 11));
        let _infallible = write!(
            out,
            "<text x=\"{}\" y=\"{}\" font-size=\"11\" text-anchor=\"end\" fill=\"#364152\">{quantity}</text>",
            x - 5,
            y + BOX / 2 - 4,
        );
    }
    out.push_str("</g>");
}

fn box_width(row: &PictureRow, hidden: usize) -> i64 {
    let marks = if row.is_again { 14 } else { 0 } + if hidden > 0 { 44 } else { 0 };
    let name = text_width(&clipped(&row.name, NAME), 8) + marks;
    name.max(text_width(&clipped(&row.text, TEXT), 7)).max(40) + 18
}

/// Pixels of a text when a narrow letter takes so many; letters of two columns take twice that less a bit.
fn text_width(text: &str, narrow: i64) -> i64 {
    text.chars().map(|char| if char >= '\u{1100}' { narrow * 2 - 2 } else { narrow }).sum()
}

fn clipped(text: &str, longest: usize) -> String {
    if text.chars().count() <= longest {
        text.to_owned()
    } else {
        text.chars().take(longest.saturating_sub(1)).chain(['…']).collect()
    }
}

/// A text between tags; characters that XML does not know become blanks.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            char if char.is_control() || matches!(char, '\u{FFFE}' | '\u{FFFF}') => out.push(' '),
            char => out.push(char),
        }
    }
    out
}

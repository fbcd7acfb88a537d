//! Pictures of a book: found inside the workbook's folder, measured, fitted into their box.
//!
//! Rules: parts-book specification, section 5; workbook specification, section 4 (no path may leave the folder).

use std::path::{Component, Path, PathBuf};

use crate::finding::{Finding, codes};
use crate::origin::Origin;

/// A picture that can be printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Its bytes, PNG or JPEG.
    pub bytes: Vec<u8>,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// File name as the sheet gives it.
    pub name: String,
}

/// Width and height of a picture fitted into a box, in pixels.
///
/// The scale is `min(box_w / width, box_h / height, 1)`; both sides are rounded down. One pixel is 9 525 EMU.
#[must_use]
pub fn fit(width: u32, height: u32, box_width: u32, box_height: u32) -> (u32, u32) {
    if width == 0 || height == 0 {
        return (0, 0);
    }
    if width <= box_width && height <= box_height {
        return (width, height);
    }
    // Compared as fractions, so that no rounding of the scale can move a pixel.
    let (wide, high) = (u64::from(box_width) * u64::from(height), u64::from(box_height) * u64::from(width));
    if wide <= high {
        (box_width, scaled(height, box_width, width))
    } else {
        (scaled(width, box_height, height), box_height)
    }
}

fn scaled(side: u32, part: u32, whole: u32) -> u32 {
    u32::try_from(u64::from(side) * u64::from(part) / u64::from(whole)).unwrap_or(u32::MAX).max(1)
}

/// Reads a picture named in a sheet.
///
/// # Errors
/// A finding: `E-PATH` when the name leads out of the folder, `E-PICTURE` when there is no readable PNG or JPEG.
pub fn load(folder: &Path, name: &str, place: Option<&Origin>, largest: u64) -> Result<Picture, Box<Finding>> {
    let finding = |code, detail: String| {
        let mut finding = Finding::new(code).value(name).detail(detail);
        finding.origin = place.cloned();
        Box::new(finding)
    };
    let path = inside(folder, name).ok_or_else(|| {
        finding(&codes::book::E_PATH, "the drawing's name leads out of the folder of its workbook".to_owned())
    })?;
    let bad = |detail: String| finding(&codes::book::E_PICTURE, detail);
    let size = std::fs::metadata(&path).map_err(|_| bad("the file is not there, or cannot be read".to_owned()))?.len();
    if size > largest {
        return Err(bad(format!("the file has {size} bytes, more than {largest}")));
    }
    let bytes = std::fs::read(&path).map_err(|_| bad("the file cannot be read".to_owned()))?;
    match imagesize::image_type(&bytes) {
        Ok(imagesize::ImageType::Png | imagesize::ImageType::Jpeg) => {}
        _ => return Err(bad("the file is neither PNG nor JPEG".to_owned())),
    }
    let measured = imagesize::blob_size(&bytes).map_err(|_| bad("the picture is damaged".to_owned()))?;
    let (Ok(width), Ok(height)) = (u32::try_from(measured.width), u32::try_from(measured.height)) else {
        return Err(bad("the picture is too large".to_owned()));
    };
    if width == 0 || height == 0 {
        return Err(bad("the picture is empty".to_owned()));
    }
    Ok(Picture { bytes: without_metadata(bytes), width, height, name: name.to_owned() })
}

/// The path of a name below a folder; none when it would leave it, by its parts or through a link.
fn inside(folder: &Path, name: &str) -> Option<PathBuf> {
    let relative = PathBuf::from(name.replace('\\', "/"));
    if relative.components().any(|part| !matches!(part, Component::Normal(_) | Component::CurDir)) {
        return None;
    }
    let path = folder.join(relative);
    match (path.canonicalize(), folder.canonicalize()) {
        (Ok(full), Ok(folder)) if !full.starts_with(&folder) => None,
        _ => Some(path),
    }
}

/// The picture without what is not seen: texts, camera data, file names that the program which drew it has left there.
///
/// A picture that is not built as its format says is kept as it is.
fn without_metadata(bytes: Vec<u8>) -> Vec<u8> {
    let short = if bytes.starts_with(PNG) { short_png(&bytes) } else { short_jpeg(&bytes) };
    short.unwrap_or(bytes)
}

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Keeps the chunks a picture is drawn from.
fn short_png(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut short = PNG.to_vec();
    let mut rest = bytes.strip_prefix(PNG)?;
    while !rest.is_empty() {
        let length = usize::try_from(u32::from_be_bytes(rest.get(..4)?.try_into().ok()?)).ok()?;
        let kind = rest.get(4..8)?;
        let chunk = rest.get(..length.checked_add(12)?)?;
        let is_drawn = kind.first().is_some_and(u8::is_ascii_uppercase)
            || [&b"tRNS"[..], b"gAMA", b"sRGB", b"cHRM", b"pHYs", b"sBIT", b"bKGD"].contains(&kind);
        if is_drawn {
            short.extend_from_slice(chunk);
        }
        if kind == b"IEND" {
            return Some(short);
        }
        rest = rest.get(chunk.len()..)?;
    }
    None
}

/// Drops comments and application data, except the two that say how the colours are stored.
fn short_jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut short = bytes.get(..2).filter(|start| *start == [0xFF, 0xD8])?.to_vec();
    let mut rest = bytes.get(2..)?;
    loop {
        let (first, kind) = (*rest.first()?, *rest.get(1)?);
        if first != 0xFF {
            return None;
        }
        if kind == 0xFF {
            rest = rest.get(1..)?;
            continue;
        }
        if kind == 0xDA {
            // From here on pixels follow.
            short.extend_from_slice(rest);
            return Some(short);
        }
        let length = usize::from(u16::from_be_bytes(rest.get(2..4)?.try_into().ok()?));
        let segment = rest.get(..length.checked_add(2)?)?;
        if !matches!(kind, 0xE1..=0xED | 0xEF | 0xFE) {
            short.extend_from_slice(segment);
        }
        rest = rest.get(segment.len()..)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pb12_a_large_drawing_is_fitted() {
        let (width, height) = fit(3508, 2480, 1000, 600);
        assert_eq!((width, height), (848, 600));
        assert_eq!((u64::from(width) * 9525, u64::from(height) * 9525), (8_077_200, 5_715_000));
    }

    #[test]
    fn a_small_picture_keeps_its_size() {
        assert_eq!(fit(300, 200, 1000, 600), (300, 200));
        assert_eq!(fit(2000, 10, 1000, 600), (1000, 5));
        assert_eq!(fit(0, 10, 1000, 600), (0, 0));
    }

    #[test]
    fn what_is_not_seen_in_a_picture_is_dropped() {
        let drawn = tiny_skia::Pixmap::new(4, 3).unwrap().encode_png().unwrap();
        let at = drawn.len() - 12;
        let mut secret = drawn[..at].to_vec();
        secret.extend_from_slice(&[0, 0, 0, 12]);
        secret.extend_from_slice(b"tEXtTitle\0X230-a\0\0\0\0");
        secret.extend_from_slice(&drawn[at..]);
        assert_eq!(without_metadata(secret), drawn);
        let jpeg = |middle: &[u8]| [&[0xFF, 0xD8][..], middle, &[0xFF, 0xDA, 0, 2, 1, 2, 3, 0xFF, 0xD9]].concat();
        assert_eq!(without_metadata(jpeg(b"\xFF\xFE\x00\x06X230")), jpeg(b""));
        assert_eq!(without_metadata(b"odd".to_vec()), b"odd");
    }

    #[test]
    fn a_drawing_may_not_leave_its_folder() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["../secret.png", "/etc/passwd", "a/../../b.png", "..\\b.png"] {
            let finding = load(folder.path(), name, None, 1000).unwrap_err();
            assert_eq!(finding.code.id, "E-PATH", "{name}");
        }
        assert_eq!(load(folder.path(), "missing.png", None, 1000).unwrap_err().code.id, "E-PICTURE");
        std::fs::write(folder.path().join("text.png"), b"no picture").unwrap();
        assert_eq!(load(folder.path(), "text.png", None, 1000).unwrap_err().code.id, "E-PICTURE");
    }
}

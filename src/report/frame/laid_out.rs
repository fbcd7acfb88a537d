//! Texts of which each stands once, laid out for all rows one behind the other.

use super::offsets::{Offset, Offsets};

/// Bytes that a short text is written in, and those of a longer one.
const STEPS: [usize; 2] = [16, 32];
/// Longest text for which so much room is made for each row, rather than counting first.
const TINY: usize = 8;
/// Most bytes of all texts together with narrow offsets.
const NARROW: usize = i32::MAX as usize;

/// The texts of all rows one behind the other; a code that no text has is blank and takes no room. `length` is that of
/// the longest text.
pub(super) fn laid_out<'a>(
    texts: impl ExactSizeIterator<Item = &'a [u8]>,
    longest: usize,
    codes: &[u32],
) -> (Vec<u8>, Offsets) {
    let most = codes.len().saturating_mul(longest);
    let blank = u32::try_from(texts.len()).unwrap_or(u32::MAX);
    if let Some(&first) = codes.first()
        && codes.iter().all(|&code| code.min(blank) == first.min(blank))
    {
        let text = texts.into_iter().nth(first as usize).unwrap_or_default();
        return (text.repeat(codes.len()), Offsets::even(codes.len(), text.len()));
    }
    if most <= NARROW && longest <= STEPS[0] {
        short::<{ STEPS[0] }>(texts, most, codes)
    } else if most <= NARROW && longest <= STEPS[1] {
        short::<{ STEPS[1] }>(texts, most, codes)
    } else {
        any(&texts.collect::<Vec<_>>(), codes)
    }
}

/// A text and what follows it up to the end of a step.
#[derive(Clone, Copy)]
struct Step<const STEP: usize> {
    bytes: [u8; STEP],
    length: u32,
}

/// Short texts: each is written with what stands behind it in one step, which the next text covers. Together they have
/// at most `most` bytes, as narrow offsets can say.
fn short<'a, const STEP: usize>(
    texts: impl ExactSizeIterator<Item = &'a [u8]>,
    most: usize,
    codes: &[u32],
) -> (Vec<u8>, Offsets) {
    let step = |text: &[u8]| {
        let mut bytes = [0; STEP];
        bytes.iter_mut().zip(text).for_each(|(own, &byte)| *own = byte);
        Step { bytes, length: u32::try_from(text.len()).unwrap_or_default() }
    };
    // One more stands for blanks, so that they are like any other text.
    let blank = texts.len();
    let steps: Vec<Step<STEP>> = texts.map(step).chain([step(&[])]).collect();
    let length = |&code: &u32| steps.get((code as usize).min(blank)).map_or(0, |step| step.length as usize);
    let most = if most <= codes.len() * TINY { most } else { codes.iter().map(length).sum() };
    let mut bytes = vec![0; most + STEP];
    let mut offsets = vec![0; codes.len() + 1];
    let mut end = 0_u32;
    for (&code, offset) in codes.iter().zip(&mut offsets) {
        *offset = end.cast_signed();
        let Some(step) = steps.get((code as usize).min(blank)) else { break };
        let Some(room) = bytes.get_mut(end as usize..).and_then(<[u8]>::first_chunk_mut) else { break };
        *room = step.bytes;
        end += step.length;
    }
    offsets.last_mut().into_iter().for_each(|last| *last = end.cast_signed());
    bytes.truncate(end as usize);
    (bytes, Offsets::Narrow(offsets))
}

/// Texts of any length.
fn any(texts: &[&[u8]], codes: &[u32]) -> (Vec<u8>, Offsets) {
    let text = |code: u32| texts.get(code as usize).copied().unwrap_or_default();
    let total: usize = codes.iter().map(|&code| text(code).len()).sum();
    let mut bytes = Vec::with_capacity(total);
    for &code in codes {
        bytes.extend_from_slice(text(code));
    }
    let offsets = if total <= NARROW { Offsets::Narrow(ends(text, codes)) } else { Offsets::Wide(ends(text, codes)) };
    (bytes, offsets)
}

fn ends<'a, O: Offset>(text: impl Fn(u32) -> &'a [u8], codes: &[u32]) -> Vec<O> {
    let mut end = 0;
    let mut ends = Vec::with_capacity(codes.len() + 1);
    ends.push(O::default());
    ends.extend(codes.iter().map(|&code| {
        end += text(code).len();
        O::of(end)
    }));
    ends
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_offsets_say_the_same() {
        let texts = [&b"ab"[..], b"", b"c"];
        let text = |code: u32| texts.get(code as usize).copied().unwrap_or_default();
        assert_eq!(ends::<i64>(text, &[0, 1, 9, 2, 0]), [0, 2, 2, 2, 3, 5]);
        assert_eq!(ends::<i32>(text, &[0, 1, 9, 2, 0]), [0, 2, 2, 2, 3, 5]);
    }
}

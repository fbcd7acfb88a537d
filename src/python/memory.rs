//! Where memory comes from: an allocator that takes it in large pages and keeps what was given back for a minute.
//!
//! An answer of a million lines is made in some hundred megabytes. Fresh from the system these cost more than a third of
//! the time of the answer (`tests/bench/README.md`), and whoever asks once asks again. On a system that shares large
//! pages out only when asked, the allocator asks.

use std::ffi::c_long;

use libmimalloc_sys::{mi_option_get, mi_option_set, mi_option_t};
use mimalloc::MiMalloc;

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// How long memory is kept, in milliseconds: `mi_option_purge_delay` among the options in the allocator's header.
const KEPT_FOR: mi_option_t = 15;
/// What it is unless somebody set it.
const USUAL: c_long = 1000;
const MINUTE: c_long = 60_000;

/// Keeps memory for a minute, unless the environment says otherwise (`MIMALLOC_PURGE_DELAY`).
#[expect(unsafe_code, reason = "the allocator's options are reached through its C interface; see below")]
pub(super) fn keep_for_a_minute() {
    // SAFETY: both functions read and write one number in a static table, at an index that they check. They are called
    // once, while the module is loaded, and nothing else of this module sets options.
    unsafe {
        if mi_option_get(KEPT_FOR) == USUAL {
            mi_option_set(KEPT_FOR, MINUTE);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(unsafe_code, reason = "reads one number, as above")]
    fn the_option_is_the_one_that_is_meant() {
        // SAFETY: as above.
        let kept_for = || unsafe { mi_option_get(KEPT_FOR) };
        assert_eq!(kept_for(), USUAL);
        keep_for_a_minute();
        assert_eq!(kept_for(), MINUTE);
    }
}

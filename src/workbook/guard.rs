//! Keeps panics of the file readers from reaching the caller: foreign bytes are the file's fault, not a bug of the run.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// What `read` returns, or nothing when it panicked. The message of the panic is not printed.
pub(super) fn guarded<T>(read: impl FnOnce() -> T) -> Option<T> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !QUIET.get() {
                before(info);
            }
        }));
    });
    let outer = QUIET.replace(true);
    let result = panic::catch_unwind(AssertUnwindSafe(read));
    QUIET.set(outer);
    result.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_of_a_reader_is_nothing() {
        assert_eq!(guarded(|| 7), Some(7));
        let panics = || -> u8 { panic!("damaged container") };
        assert_eq!(guarded(panics), None);
        assert!(!QUIET.get());
    }
}

//! Long work: done on its own thread, while the calling thread shows progress and listens for an interruption.

use std::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use pyo3::prelude::*;
use pyo3::types::PyBool;

use super::error::{self, class};

/// How often signals are looked at and progress is told.
const PULSE: Duration = Duration::from_millis(100);

/// What the work tells how far it is: done and in all; false asks it to stop.
pub(super) type Tell<'a> = &'a (dyn Fn(usize, usize) -> bool + Sync);

/// Does the work without the interpreter lock. Ctrl-C and an exception of the progress callable stop it within a pulse.
pub(super) fn watched<T: Send, E: Into<PyErr> + Send>(
    py: Python<'_>,
    progress: Option<&Bound<'_, PyAny>>,
    work: impl FnOnce(Tell<'_>) -> Result<T, E> + Send,
) -> PyResult<T> {
    let callback = callback(py, progress)?;
    let (done, total, stop) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicBool::new(false));
    let tell = |now: usize, all: usize| {
        done.store(now, Ordering::Relaxed);
        total.store(all, Ordering::Relaxed);
        !stop.load(Ordering::Relaxed)
    };
    let mut interrupted = None;
    let result = thread::scope(|scope| {
        let (send, receive) = mpsc::channel();
        // In a mutex only because whatever waits without the interpreter lock must be shareable.
        let receive = Mutex::new(receive);
        let tell = &tell;
        let worker = thread::Builder::new().name("partsbook".to_owned());
        let spawned = worker.spawn_scoped(scope, move || {
            let result = error::caught(std::panic::AssertUnwindSafe(|| work(tell)));
            // Nobody listens only when the calling thread is unwinding itself.
            let _unheard = send.send(result);
        });
        if let Err(cause) = spawned {
            return Err(class::PartsbookError::new_err((format!("no thread for the work: {cause}"), None::<String>)));
        }
        loop {
            let answer = py.detach(|| receive.lock().unwrap_or_else(PoisonError::into_inner).recv_timeout(PULSE));
            match answer {
                Ok(result) => return result.map_err(|bug| error::internal(&bug))?.map_err(Into::into),
                Err(mpsc::RecvTimeoutError::Disconnected) => return Err(error::internal("the work ended early")),
                Err(mpsc::RecvTimeoutError::Timeout) if interrupted.is_none() => {
                    let numbers = (done.load(Ordering::Relaxed), total.load(Ordering::Relaxed));
                    let told = py.check_signals().and_then(|()| match &callback {
                        Some(callback) => callback.call1(numbers).map(drop),
                        None => Ok(()),
                    });
                    if let Err(error) = told {
                        stop.store(true, Ordering::Relaxed);
                        interrupted = Some(error);
                    }
                }
                Err(mpsc::RecvTimeoutError::Timeout) => {}
            }
        }
    });
    let closed = callback.map(|callback| close(&callback, &done, &total)).transpose();
    match interrupted {
        Some(error) => Err(error),
        None => result.and_then(|value| closed.map(|_| value)),
    }
}

/// Short work: done on the calling thread without the interpreter lock, as a thread of its own would cost more than most
/// of it. Work that takes longer after all looks at signals itself, whenever it tells how far it is: Ctrl-C stops it.
pub(super) fn heard<T: Send, E: Into<PyErr> + Send>(
    py: Python<'_>,
    work: impl FnOnce(Tell<'_>) -> Result<T, E> + Send,
) -> PyResult<T> {
    let (began, pulses) = (Instant::now(), AtomicU32::new(0));
    let interrupted = OnceLock::new();
    let signals = |py: Python<'_>| py.check_signals();
    let tell = |_: usize, _: usize| {
        let pulse = u32::try_from(began.elapsed().as_millis() / PULSE.as_millis()).unwrap_or(u32::MAX);
        if pulses.swap(pulse, Ordering::Relaxed) < pulse
            && let Err(error) = Python::attach(signals)
        {
            interrupted.get_or_init(|| error);
        }
        interrupted.get().is_none()
    };
    let result = error::guard(py, || work(&tell));
    interrupted.into_inner().map_or(result, Err)
}

/// The callable to tell progress to: the caller's own, or a bar on the terminal for `True`.
fn callback<'py>(py: Python<'py>, progress: Option<&Bound<'py, PyAny>>) -> PyResult<Option<Bound<'py, PyAny>>> {
    let Some(progress) = progress else { return Ok(None) };
    match progress.cast::<PyBool>() {
        Ok(flag) if flag.is_true() => Ok(Some(py.import("partsbook.progress")?.call_method0("bar")?)),
        Ok(_) => Ok(None),
        Err(_) if progress.is_callable() => Ok(Some(progress.clone())),
        Err(_) => {
            Err(pyo3::exceptions::PyTypeError::new_err("`progress` is True or a callable that takes (done, total)"))
        }
    }
}

/// Tells the last numbers, then closes a callable that can be closed.
fn close(callback: &Bound<'_, PyAny>, done: &AtomicUsize, total: &AtomicUsize) -> PyResult<()> {
    callback.call1((done.load(Ordering::Relaxed), total.load(Ordering::Relaxed)))?;
    if callback.hasattr("close")? {
        callback.call_method0("close")?;
    }
    Ok(())
}

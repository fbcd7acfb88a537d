//! Labels of outputs in six languages.

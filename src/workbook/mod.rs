//! Bytes to cells: opening workbooks of every kind and reading their cells truthfully.

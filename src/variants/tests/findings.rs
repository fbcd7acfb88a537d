//! Every finding the variants engine can raise.

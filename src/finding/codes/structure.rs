//! Codes of the area `structure`.

codes! {
    E_CYCLE = "E-CYCLE", "an assembly contains itself",
        "a structure without loops", "remove one of the lines of the loop; until then figures that need it are blank";
    E_QTY = "E-QTY", "quantity not usable",
        "a quantity of zero or more, or a remark that it is as required",
        "fill in or correct the quantity; until then figures that need it are blank";
}

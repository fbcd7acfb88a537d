//! Codes of product structures: lines, levels, cycles, effectivity, replacements, deliveries.

codes! {
    E_CYCLE = "E-CYCLE", "an assembly contains itself",
        "a structure without loops", "remove one of the lines of the loop; until then figures that need it are blank";
    E_EFF_ORDER = "E-EFF-ORDER", "range ends before it begins",
        "the first day (serial number) not after the last", "swap or correct the two values; the line is not used";
    E_EFF_OVERLAP = "E-EFF-OVERLAP", "more than one alternative with the lowest rank",
        "one line of the group for each day and serial number", "give the lines different ranks or validities";
    E_EVENT_QTY = "E-EVENT-QTY", "more pieces removed than were fitted",
        "at most the quantity that is fitted", "correct the quantity, or the part that was removed";
    E_LEVEL = "E-LEVEL", "level not understood",
        "a level such as 2, or a dotted level such as 1.2", "correct the level; until then the row and its branch are left out";
    E_LEVEL_JUMP = "E-LEVEL-JUMP", "level deeper than one below the row above",
        "a level at most one deeper than the row above",
        "add the missing row, or correct the level; until then the row and its branch are left out";
    E_POS_DUP = "E-POS-DUP", "position used twice in one assembly",
        "one line a position for each day and serial number, or a group of alternatives",
        "give one of the lines another position; until then both lines count";
    E_QTY = "E-QTY", "quantity not usable",
        "a quantity of zero or more, or a remark that it is as required",
        "fill in or correct the quantity; until then figures that need it are blank";
    E_QTY_RANGE = "E-QTY-RANGE", "figure longer than 28 digits",
        "a quantity of at most 28 digits", "check the quantities on the path; the figure is left blank, not rounded";
    E_SBOM_BALANCE = "E-SBOM-BALANCE", "service structure and engineering structure differ in the sum of a part",
        "each part in a line, in an assembly that is a line, or left out",
        "look at the part's flags; a phantom without content disappears";
    E_SCRAP = "E-SCRAP", "scrap not usable",
        "percent from 0 to below 100", "correct the value; until then the line has no scrap";
    E_SUP_CYCLE = "E-SUP-CYCLE", "an item is replaced by itself in the end",
        "replacements without loops", "remove one of the replacements of the loop; until then the item stays as it is";
    E_SUP_SIZE = "E-SUP-SIZE", "replacement with too many branches",
        "at most 100 000 steps from an item to what is supplied",
        "remove replacements that branch and meet again; until then the items that were reached stay as they are";
    E_UNIT = "E-UNIT", "quantity cannot be converted to the unit of the item",
        "a unit that leads to the item's unit by an exact factor",
        "correct the unit, or give its factor in the `units` table; until then the line is left out of sums";
    I_REV_OLD = "I-REV-OLD", "lines of older revisions of an assembly are kept, but not used for its newest one", "", "";
    I_ALT_GREEDY = "I-ALT-GREEDY",
        "alternatives are taken position by position: the quantity is at least what can be built", "", "";
    I_AR = "I-AR", "quantity as required: counts as 0", "", "";
    I_FROZEN = "I-FROZEN", "the machine has as-built lines already: they are given back as they are", "", "";
    I_LINE_TOP = "I-LINE-TOP", "line without an assembly: taken as a top", "", "";
    I_MACHINE_LATER = "I-MACHINE-LATER", "machines delivered after the day asked for are left out", "", "";
    I_PARENT_SHEET = "I-PARENT-SHEET", "parent taken from the sheet's name", "", "";
    I_SERIAL_RANGE = "I-SERIAL-RANGE", "lines for a closed range of serial numbers are left out", "", "";
    I_TOPS = "I-TOPS", "items that are in no assembly: the tops", "", "";
    W_BUILD_OPEN = "W-BUILD-OPEN", "nothing limits what can be built",
        "an assembly with parts of a quantity above zero", "add the lines of the assembly, or their quantities";
    W_EFF_GAP = "W-EFF-GAP", "no alternative of the group is effective",
        "one line of the group for each day and serial number", "extend the validity of one of the lines";
    W_LEVEL_RESTORED = "W-LEVEL-RESTORED", "dotted level without the zero at its end",
        "levels written as text", "format the column as text and type the level again";
    W_LEVEL_TWICE = "W-LEVEL-TWICE", "the same dotted level twice in one assembly",
        "each level once", "type the level again as text: perhaps a zero at its end is gone, as 2.10 becomes 2.1";
    W_LINE_DUP = "W-LINE-DUP", "the same line twice",
        "each line once", "remove one of the rows, or set `sum_duplicates` in the company sheet to add both";
    W_QTY_ZERO = "W-QTY-ZERO", "quantity 0: the line is kept as a reference",
        "a quantity above zero, or the kind REFERENCE", "fill in the quantity, or mark the line as REFERENCE";
    W_ROLLUP_CURRENCY = "W-ROLLUP-CURRENCY", "cost in another currency: it counts as missing",
        "costs in the company's currency", "give the cost in the company's currency";
    W_ROLLUP_DIFF = "W-ROLLUP-DIFF", "the item master and the parts differ by more than 5 %",
        "figures that agree", "correct the figure of the assembly, or those of its parts";
    W_ROLLUP_MISSING = "W-ROLLUP-MISSING", "part without a figure: sums are lower bounds",
        "a cost and a weight for each part", "fill in the cell; until then sums with this part are incomplete";
    W_ROWS_CUT = "W-ROWS-CUT", "list cut at the row limit",
        "fewer rows than the limit", "ask for fewer levels or a larger limit; the totals by item are complete";
    W_STRUCT_RECONSTRUCTED = "W-STRUCT-RECONSTRUCTED", "no as-built lines: structure valid at delivery used",
        "as-built lines of the serial number", "freeze the structure at delivery in an `as_built` sheet";
}

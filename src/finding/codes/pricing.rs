//! Codes raised while price rules are compiled and lines are priced (pricing specification, section 4).

codes! {
    E_PRICE_COEFFICIENT = "E-PRICE-COEFFICIENT", "price and coefficient in one row",
        "either a price or a coefficient", "empty one of the two cells";
    W_RULE_SELECTORS = "W-RULE-SELECTORS", "rule without exactly one selector and one target",
        "one of customer, business id, segment, customer group, district, price group; and one of item, discount group, product group",
        "split the row, or empty the cells that are not meant";
    E_PERCENT = "E-PERCENT", "percent out of range",
        "0 to 100 for a discount, above -100 and below 0 for a margin, -999.99 for cost price, 999.99 for store price",
        "correct the percent";
    W_SLOT = "W-SLOT", "discount slot not in use", "a slot from 1 to the company's `discount_slots`",
        "correct the slot, or raise `discount_slots` on the company sheet";
    E_DATE_ORDER = "E-DATE-ORDER", "valid_from after valid_to",
        "a first day that is not after the last day", "swap or correct the two dates";
    E_PRICE = "E-PRICE", "not a usable price", "zero or a positive amount", "correct the price";
    E_QUANTITY = "E-QUANTITY", "no quantity to price",
        "a number", "type the quantity, or set `blank_quantity_is_one` on the company sheet";
    E_RATE = "E-RATE", "no exchange rate for the currency on that day",
        "a rate on the line or in `exchange_rates`, dated on or before the pricing day",
        "add the rate to `exchange_rates`";
    E_AMOUNT = "E-AMOUNT", "amount too large to compute exactly",
        "amounts whose product has at most 28 digits", "correct price, quantity or rate";
    W_LINE_CUSTOMER = "W-LINE-CUSTOMER", "customer of the line is not in the customer master",
        "a customer of the `customers` table; priced by business id and group only",
        "correct the number, or add the customer";
    E_LEVEL_UNKNOWN = "E-LEVEL-UNKNOWN", "not a price level",
        "a level name such as customer_item or price_list_net", "use one of the names of the documentation";
    E_LEVEL_DUP = "E-LEVEL-DUP", "price level named twice", "each level once; the first row counts",
        "delete the second row";
    W_COMPANY_CURRENCY = "W-COMPANY-CURRENCY", "company currency not set; EUR is taken",
        "a `currency` on the company sheet", "add the row `currency` to the company sheet";
    W_SEGMENT_CYCLE = "W-SEGMENT-CYCLE", "a group or segment is above itself",
        "a tree: going up ends at a root", "correct the parent";
}

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
    E_RULE_UNREAD = "E-RULE-UNREAD", "rule that is not used: a limit of it could not be read",
        "dates, quantities, currencies and codes that can be read",
        "correct the cell; until then nobody gets this price or discount";
    E_PRICE = "E-PRICE", "not a usable price", "zero or a positive amount", "correct the price";
    E_QUANTITY = "E-QUANTITY", "no quantity to price",
        "a number", "type the quantity, or set `blank_quantity_is_one` on the company sheet";
    W_MARGIN_NO_COST = "W-MARGIN-NO-COST", "price made from a margin on an item without cost: 0.01 is no real price",
        "a cost for every item with a margin agreement",
        "fill in `cost`, or agree a price; documents for customers say \"on request\" in its place";
    E_RATE = "E-RATE", "no exchange rate for the currency on that day",
        "a rate on the line or in `exchange_rates`, dated on or before the pricing day",
        "add the rate to `exchange_rates`";
    E_EXCHANGE_RATE = "E-EXCHANGE-RATE", "not a usable exchange rate; the row is not used",
        "company currency for one unit of the currency, above zero", "correct the rate, or delete the row";
    E_VAT_RATE = "E-VAT-RATE", "no tax rate of the country on file: no price",
        "a rate of the country in `vat_rates`, for the item or for all items", "add the rate to `vat_rates`";
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
    W_QUOTE_ON_REQUEST = "W-QUOTE-ON-REQUEST", "line of a quote without price",
        "a price the customer may see; the line stands as \"on request\", outside the total",
        "price the item, or say what it costs";
    W_RULE_HIDDEN = "W-RULE-HIDDEN", "rule that can never be used: another row always goes before it",
        "a rule that some order reaches", "delete the row, or change its dates, quantity or currency";
    W_RULE_NEVER = "W-RULE-NEVER", "rule that no search reads",
        "a selector and a target that a price level in use searches", "delete the row, or fill in what is missing";
    I_RULE_EXPIRED = "I-RULE-EXPIRED", "rule whose last day is over", "a last day not before today",
        "delete the row, or prolong it";
    W_RULE_DANGLING = "W-RULE-DANGLING", "rule for something that does not exist",
        "items, customers, segments and groups that the sheets know", "correct the code, or add what it names";
    W_RULE_DUPLICATE = "W-RULE-DUPLICATE", "two rules for the same case whose days overlap",
        "one rule for one selector, target, quantity, currency and slot at a time",
        "end the older row before the newer one begins, or delete one";
    W_RULE_ZERO = "W-RULE-ZERO", "price of zero: the search goes on, but kind and slots change",
        "a price above zero; kind X to block the item", "type the price, or use kind X";
    W_RULE_NO_COST = "W-RULE-NO-COST", "margin on an item without cost: the price becomes 0.01",
        "a cost for every item of the rule", "fill in `cost`, or delete the rule";
    W_RULE_DEARER = "W-RULE-DEARER", "larger quantity is dearer",
        "a price that does not rise, and a discount that does not fall, with the quantity",
        "correct the price or the minimum quantity";
    W_RULE_ABOVE_LIST = "W-RULE-ABOVE-LIST", "customer price above the list price",
        "an agreed price not above the price without agreement", "correct the price, or delete the row";
    W_RULE_BELOW_COST = "W-RULE-BELOW-COST", "price below cost", "a price not below the item's cost",
        "correct the price, or have it approved";
    I_RULE_MAXIMUM = "I-RULE-MAXIMUM", "max_quantity of a customer price is never read",
        "a blank; the next larger minimum quantity ends a price", "add a row with the larger minimum quantity";
    W_COPY_EXISTS = "W-COPY-EXISTS", "row not copied: the target already has it",
        "rows the target does not have yet", "nothing, or change the row of the target";
    E_HISTORY_PRICE = "E-HISTORY-PRICE", "sold line without usable list price, net price or quantity",
        "a list price above zero, a net price not below zero and a quantity", "correct the line; it is left out";
    W_HISTORY_COST = "W-HISTORY-COST", "sold lines without cost: no margin",
        "the cost of one unit, zero or more", "fill in `cost`; until then margins are those of the other lines";
    W_NO_NEW_PRICE = "W-NO-NEW-PRICE", "item without new price: the old one is kept",
        "a new price for each item sold", "add the item to the new prices";
}

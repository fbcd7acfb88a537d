//! Codes of recalls and campaigns.

codes! {
    W_CONTACT_MISSING = "W-CONTACT-MISSING", "customer without a row in the customers table",
        "a row with contact data for each customer to be told", "add the customer; until then the contact is blank";
    W_RECALL_BLIND = "W-RECALL-BLIND", "machines of which no structure is known: nothing can be said about them",
        "as-built lines of the machine, or a structure of its item",
        "add as-built lines, or name the item of the machine";
    W_RECALL_SERIAL = "W-RECALL-SERIAL", "serial number with as-built lines or service events is not in the machines table",
        "a row of the machines table for each serial number",
        "correct the serial number, or add the machine; until then its customer is not known";
    W_RECALL_WIDE = "W-RECALL-WIDE", "recall without any limit: every piece of the item is affected",
        "revisions, lots, serial numbers or dates", "add the limits that are known, if there are any";
    W_STATE = "W-STATE", "state after REMEDIED without REOPEN: not used",
        "the action REOPEN in a row that goes back from REMEDIED", "write REOPEN into the action, or remove the row";
}

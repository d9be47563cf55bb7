package io.ganchang.load.journal;

/** What a buyer can ask for. */
public enum Act {
    PLACE,
    CANCEL
}

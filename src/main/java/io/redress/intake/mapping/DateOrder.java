package io.redress.intake.mapping;

/** In which order a file writes day, month and year. */
public enum DateOrder {
    /** 2014-03-21, 20140321. */
    YMD,
    /** 21.03.2014, 21-03-14, 21/3/2014. */
    DMY,
    /** 03/21/2014, 3/21/2014. */
    MDY
}

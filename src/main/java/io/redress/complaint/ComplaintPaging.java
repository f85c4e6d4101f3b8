package io.redress.complaint;

import org.jspecify.annotations.Nullable;

/**
 * Which part of what was found. A page by number is for the first few; by cursor one walks as far as one likes, and sees
 * every row once whatever is registered meanwhile.
 *
 * @param size rows, 1 to 100
 * @param page from 0; what lies before it is at most 10,000 rows
 * @param after the cursor behind which to go on, towards the older ones; as {@link Complaints.Page#next} gave it
 * @param before the cursor before which to go on, towards the newer ones; as {@link Complaints.Page#previous} gave it
 */
public record ComplaintPaging(
        int size,
        int page,
        @Nullable String after,
        @Nullable String before) {

    public static ComplaintPaging first(int size) {
        return new ComplaintPaging(size, 0, null, null);
    }
}

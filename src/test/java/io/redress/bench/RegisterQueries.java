package io.redress.bench;

import io.redress.complaint.ComplaintFilter;
import io.redress.complaint.ComplaintPaging;
import io.redress.complaint.Complaints;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The twenty questions by which the speed of the register is measured; what they ask for comes from the data at hand. */
public final class RegisterQueries {

    /** Rows of a page, as the register shows them. */
    public static final int SIZE = 25;

    private RegisterQueries() {}

    /**
     * What occurs in the data.
     *
     * @param everywhere a word of about every second complaint
     * @param frequent a word of about every sixth
     * @param common a word of about two in a hundred
     * @param rare a word of a few hundred complaints
     * @param unwritten a word of none
     * @param shortWord one or two characters of a lot or a product's name
     * @param reference of one complaint
     * @param serialPart five or more digits out of the middle of a serial number
     * @param product the code of one of the dozen frequent products
     * @param rareProduct the code of one of the two thousand others
     * @param middle a day in the middle of the years
     */
    public record Sample(
            String everywhere,
            String frequent,
            String common,
            String rare,
            String unwritten,
            String shortWord,
            String reference,
            String serialPart,
            String product,
            String rareProduct,
            LocalDate middle) {}

    /**
     * One question.
     *
     * @param page 1 for the newest; 2 for the ones after them, reached by cursor
     */
    public record Query(String name, ComplaintFilter filter, int page) {

        /** The cursor of the page, to be asked for once and outside of what is measured. */
        public ComplaintPaging paging(Complaints complaints) {
            return page == 1
                    ? ComplaintPaging.first(SIZE)
                    : new ComplaintPaging(
                            SIZE,
                            0,
                            complaints
                                    .search(filter, ComplaintPaging.first(SIZE))
                                    .next(),
                            null);
        }
    }

    public static List<Query> of(Sample s) {
        LocalDate year = s.middle().minusYears(1);
        return List.of(
                query("the newest", null, null, null, null, null),
                new Query("the ones after them", new ComplaintFilter(null, null, null, null, null), 2),
                query("all open", null, "open", null, null, null),
                query("all closed", null, "closed", null, null, null),
                query("one state", null, "investigating", null, null, null),
                query("a frequent product", null, null, s.product(), null, null),
                query("a rare product", null, null, s.rareProduct(), null, null),
                query("a month in the middle", null, null, null, s.middle().minusMonths(1), s.middle()),
                query("a very frequent word", s.everywhere(), null, null, null, null),
                new Query(
                        "a frequent word, the second page",
                        new ComplaintFilter(s.frequent(), null, null, null, null),
                        2),
                query("a rare word", s.rare(), null, null, null, null),
                query("a very frequent and a rare word", s.everywhere() + " " + s.rare(), null, null, null, null),
                query("a very frequent and a common word", s.everywhere() + " " + s.common(), null, null, null, null),
                query("a word that nobody wrote", s.unwritten(), null, null, null, null),
                query("a short word", s.shortWord(), null, null, null, null),
                query("a reference", s.reference(), null, null, null, null),
                query("part of a serial number", s.serialPart(), null, null, null, null),
                query("a frequent word, open", s.frequent(), "open", null, null, null),
                query("a frequent word in a year", s.frequent(), null, null, year, s.middle()),
                query("a product, a common word, closed", s.common(), "closed", s.product(), null, null));
    }

    private static Query query(
            String name,
            @Nullable String q,
            @Nullable String state,
            @Nullable String product,
            @Nullable LocalDate from,
            @Nullable LocalDate to) {
        return new Query(name, new ComplaintFilter(q, state, product, from, to), 1);
    }
}

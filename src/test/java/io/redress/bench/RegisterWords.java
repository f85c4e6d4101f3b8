package io.redress.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * What the invented register is made of. The proportions are those of 10,000 public complaints about banks and credit
 * bureaus (shares of products, issues, companies and channels; lengths of 2,500 narratives); the words are invented.
 */
final class RegisterWords {

    /** One in six has a narrative of the customer's; the others have a description made of product and issue. */
    static final double WITH_NARRATIVE = 1.0 / 6;

    /** Characters of a narrative at each tenth of them, from the shortest to the longest; between two: evenly. */
    private static final int[] LENGTHS = {60, 195, 320, 445, 565, 700, 895, 1170, 1560, 2340, 5800};

    private static final int COMPANIES = 1_000;
    private static final double COMPANY_EXPONENT = 0.95;
    private static final int VOCABULARY = 6_000;

    private static final String[] SYLLABLES = {
        "ba", "cor", "den", "el", "fa", "gri", "hol", "in", "jor", "ka", "lem", "mo", "nar", "os", "per", "qui", "ron",
        "sa", "tel", "um", "var", "wes", "yl", "zo", "ber", "cha", "dra", "fen", "lin", "mer", "pol", "ste", "tra",
                "vel"
    };
    private static final String[] COMMON = {
        "the",
        "to",
        "and",
        "my",
        "a",
        "of",
        "that",
        "was",
        "they",
        "in",
        "on",
        "for",
        "it",
        "not",
        "this",
        "is",
        "have",
        "with",
        "from",
        "me",
        "account",
        "payment",
        "called",
        "told",
        "received",
        "letter",
        "credit",
        "bank",
        "since",
        "never"
    };
    private static final String[] FIRST = {
        "Ada", "Ben", "Cora", "Dan", "Eva", "Finn", "Gina", "Hugo", "Ida", "Jon", "Kira", "Leo", "Mia", "Noah", "Olga",
        "Paul", "Rosa", "Sam", "Tina", "Uwe", "Vera", "Will", "Xenia", "Yann", "Zoe"
    };

    /**
     * A kind of product, its share, and its most frequent issues with theirs.
     *
     * @param issues as categories of ours
     */
    record Product(String code, String name, double share, List<String> issues, double[] shares) {}

    private static final List<Product> PRODUCTS = List.of(
            product(
                    "REPORT",
                    "Credit report",
                    .411,
                    "wrong-information",
                    .49,
                    "improper-use",
                    .20,
                    "inquiry",
                    .23,
                    "no-access",
                    .08),
            product(
                    "MORTGAGE",
                    "Mortgage",
                    .180,
                    "loan-modification",
                    .46,
                    "servicing",
                    .36,
                    "application",
                    .10,
                    "settlement",
                    .08),
            product(
                    "DEBT",
                    "Debt collection",
                    .172,
                    "not-owed",
                    .45,
                    "tactics",
                    .16,
                    "verification",
                    .15,
                    "false-statement",
                    .24),
            product(
                    "ACCOUNT",
                    "Bank account",
                    .085,
                    "opening-and-closing",
                    .45,
                    "deposits",
                    .28,
                    "low-funds",
                    .15,
                    "debit-card",
                    .12),
            product("CARD", "Credit card", .082, "billing", .30, "fraud", .25, "interest", .20, "closing", .25),
            product("LOAN", "Consumer loan", .033, "managing", .50, "unable-to-pay", .25, "taking-out", .25),
            product("STUDENT", "Student loan", .019, "servicer", .55, "repayment", .45),
            product("TRANSFER", "Money transfer", .009, "fraud", .40, "not-available", .30, "other", .30),
            product("PAYDAY", "Payday loan", .008, "fees", .50, "no-contact", .30, "not-credited", .20),
            product("PREPAID", "Prepaid card", .001, "fraud", .60, "fees", .40));

    private static final String[] CHANNELS = {"web", "crm", "phone", "letter", "other"};
    private static final double[] CHANNEL_SHARES = {.805, .098, .050, .038, .009};

    /** Complaints of each year from 2012 on, relative to each other: a register that grows. */
    private static final double[] YEARS = {4, 6, 8, 9, 10, 11, 12, 13, 17, 19, 22, 25, 27, 29, 31};

    private final String[] vocabulary;
    private final double[] companyShares;
    private final List<String> companies = new ArrayList<>();

    RegisterWords(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        vocabulary = new String[VOCABULARY];
        for (int i = 0; i < VOCABULARY; i++) {
            vocabulary[i] = i < COMMON.length ? COMMON[i] : word(random, 2 + random.nextInt(3));
        }
        companyShares = new double[COMPANIES];
        for (int i = 0; i < COMPANIES; i++) {
            companies.add(
                    capital(word(random, 2)) + " " + (i % 3 == 0 ? "Bank" : i % 3 == 1 ? "Financial" : "Services"));
            companyShares[i] = 1 / Math.pow(i + 1, COMPANY_EXPONENT);
        }
    }

    /** The word of this rank in the language of seed 42: the higher, the rarer. */
    static String ranked(int rank) {
        return new RegisterWords(42).vocabulary[rank];
    }

    Product product(SplittableRandom random) {
        return PRODUCTS.get(
                pick(random, PRODUCTS.stream().mapToDouble(Product::share).toArray()));
    }

    String issue(Product product, SplittableRandom random) {
        return product.issues.get(pick(random, product.shares));
    }

    String channel(SplittableRandom random) {
        return CHANNELS[pick(random, CHANNEL_SHARES)];
    }

    int company(SplittableRandom random) {
        return pick(random, companyShares);
    }

    String companyName(int company) {
        return companies.get(company);
    }

    static int firstYear(int lastYear) {
        return lastYear - YEARS.length + 1;
    }

    /** How many of {@code size} fall into each year, the last one being {@code lastYear}. */
    static int[] perYear(int size) {
        double all = 0;
        for (double year : YEARS) {
            all += year;
        }
        int[] counts = new int[YEARS.length];
        int given = 0;
        double reached = 0;
        for (int i = 0; i < YEARS.length; i++) {
            reached += YEARS[i];
            counts[i] = (int) Math.round(size * reached / all) - given;
            given += counts[i];
        }
        return counts;
    }

    String person(SplittableRandom random) {
        return FIRST[random.nextInt(FIRST.length)] + " " + capital(vocabulary[COMMON.length + random.nextInt(3_000)]);
    }

    String narrative(SplittableRandom random) {
        double place = random.nextDouble() * (LENGTHS.length - 1);
        int tenth = (int) place;
        int length = (int) (LENGTHS[tenth] + (place - tenth) * (LENGTHS[tenth + 1] - LENGTHS[tenth]));
        StringBuilder text = new StringBuilder(length + 16);
        boolean begins = true;
        int words = 0;
        while (text.length() < length) {
            String word = word(random);
            text.append(begins ? capital(word) : word);
            words++;
            begins = words % 14 == 0;
            text.append(begins ? ". " : " ");
        }
        return text.toString().strip() + ".";
    }

    static String composed(String product, String issue, String company) {
        return product + ": " + issue.replace('-', ' ') + ". Company: " + company + ". (composed)";
    }

    /** The frequent ones far more often than the others, as in any language: rank times frequency is constant. */
    private String word(SplittableRandom random) {
        return vocabulary[(int) Math.pow(VOCABULARY, random.nextDouble()) - 1];
    }

    private static String word(SplittableRandom random, int syllables) {
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < syllables; i++) {
            word.append(SYLLABLES[random.nextInt(SYLLABLES.length)]);
        }
        return word.toString();
    }

    private static String capital(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    private static int pick(SplittableRandom random, double[] shares) {
        double all = 0;
        for (double share : shares) {
            all += share;
        }
        double place = random.nextDouble() * all;
        for (int i = 0; i < shares.length; i++) {
            place -= shares[i];
            if (place < 0) {
                return i;
            }
        }
        return shares.length - 1;
    }

    private static Product product(String code, String name, double share, Object... issues) {
        List<String> names = new ArrayList<>();
        double[] shares = new double[issues.length / 2];
        for (int i = 0; i < issues.length; i += 2) {
            names.add((String) issues[i]);
            shares[i / 2] = (Double) issues[i + 1];
        }
        return new Product(code, name, share, names, shares);
    }
}

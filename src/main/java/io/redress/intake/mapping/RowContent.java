package io.redress.intake.mapping;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.redress.complaint.RegisterComplaint;
import io.redress.complaint.RegisterComplaint.Product;
import io.redress.party.CustomerDetails;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import org.erdtman.jcs.JsonCanonicalizer;
import org.jspecify.annotations.Nullable;

/**
 * What a row says, in one spelling (RFC 8785). Only what is mapped counts, and what the table itself tells: neither the
 * day of the import nor a layout's other columns.
 */
final class RowContent {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ObjectNode tree = JSON.createObjectNode();

    private RowContent() {}

    /**
     * @param receivedOn null when the table does not tell
     * @param receivedAt null when the table tells no time of day
     */
    static String of(
            RegisterComplaint complaint,
            @Nullable LocalDate receivedOn,
            @Nullable Instant receivedAt,
            @Nullable String outcome,
            @Nullable LocalDate closedOn,
            boolean composed) {
        RowContent content = new RowContent();
        ObjectNode tree = content.tree;
        put(tree, "source", complaint.source());
        put(tree, "externalReference", complaint.externalReference());
        put(tree, "channel", complaint.channel());
        put(tree, "language", complaint.language());
        put(tree, "category", complaint.category());
        put(tree, "description", complaint.description());
        put(tree, "remedySought", complaint.remedySought());
        put(tree, "receivedOn", receivedOn);
        put(tree, "receivedAt", receivedAt);
        put(tree, "outcome", outcome);
        put(tree, "closedOn", closedOn);
        tree.put("composed", composed);
        content.customer(complaint.customer());
        for (Product product : complaint.products()) {
            ObjectNode one = tree.withArray("products").addObject();
            put(one, "code", product.code());
            put(one, "name", product.name());
            put(one, "lot", product.lot());
            put(one, "serial", product.serial());
            put(one, "udi", product.udi());
        }
        try {
            return new JsonCanonicalizer(tree.toString()).getEncodedString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void customer(@Nullable CustomerDetails customer) {
        if (customer == null) {
            return;
        }
        ObjectNode one = tree.putObject("customer");
        put(one, "name", customer.name());
        put(one, "email", customer.email());
        put(one, "phone", customer.phone());
        put(one, "address", customer.address());
        put(one, "country", customer.country());
        put(one, "reference", customer.reference());
    }

    private static void put(ObjectNode object, String name, @Nullable Object value) {
        if (value != null) {
            String text =
                    value.toString().replace("\r\n", "\n").replace('\r', '\n').strip();
            if (!text.isEmpty()) {
                object.put(name, text);
            }
        }
    }
}

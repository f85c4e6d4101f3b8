package io.redress.intake.mapping;

import java.util.Arrays;
import java.util.Optional;

/** What of a complaint a column can be. The keys are stable: forms, messages and mappings use them. */
public enum Field {
    EXTERNAL_REFERENCE("externalReference"),
    RECEIVED_ON("receivedOn"),
    RECEIVED_TIME("receivedTime"),
    CLOSED_ON("closedOn"),
    OUTCOME("outcome"),
    DESCRIPTION("description"),
    REMEDY_SOUGHT("remedySought"),
    CHANNEL("channel"),
    LANGUAGE("language"),
    CATEGORY("category"),
    PRODUCT_CODE("product.code"),
    PRODUCT_NAME("product.name"),
    PRODUCT_LOT("product.lot"),
    PRODUCT_SERIAL("product.serial"),
    PRODUCT_UDI("product.udi"),
    MORE_PRODUCTS("moreProducts"),
    CUSTOMER_NAME("customer.name"),
    CUSTOMER_EMAIL("customer.email"),
    CUSTOMER_PHONE("customer.phone"),
    CUSTOMER_ADDRESS("customer.address"),
    CUSTOMER_COUNTRY("customer.country"),
    CUSTOMER_REFERENCE("customer.reference");

    private final String key;

    Field(String key) {
        this.key = key;
    }

    public String key() {
        return key;
    }

    public static Optional<Field> of(String key) {
        return Arrays.stream(values()).filter(f -> f.key.equals(key)).findFirst();
    }
}

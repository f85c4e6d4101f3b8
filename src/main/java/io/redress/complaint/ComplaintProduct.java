package io.redress.complaint;

import jakarta.persistence.Embeddable;

/** A product as the complaint names it. */
@Embeddable
class ComplaintProduct {

    String code;
    String name;
    String lot;
    String serial;
    String udi;

    protected ComplaintProduct() {}

    ComplaintProduct(RegisterComplaint.Product product) {
        this.code = product.code();
        this.name = product.name();
        this.lot = product.lot();
        this.serial = product.serial();
        this.udi = product.udi();
    }

    RegisterComplaint.Product view() {
        return new RegisterComplaint.Product(code, name, lot, serial, udi);
    }
}

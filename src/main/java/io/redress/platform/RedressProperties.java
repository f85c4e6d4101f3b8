package io.redress.platform;

import java.net.URI;
import java.nio.file.Path;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of one installation.
 *
 * @param data folder of the embedded database, keys and runtime files ({@code REDRESS_DATA})
 * @param publicUrl address under which people reach this installation ({@code REDRESS_PUBLIC_URL}); makes links in
 *     mails, the CSRF origin and, with https, Secure cookies; null means {@code http://localhost:<port>}
 * @param zone the organisation's time zone: the year in references, working days, times in mails to customers
 * @param organisation the organisation's name as customers know it
 */
@ConfigurationProperties("redress")
public record RedressProperties(
        @DefaultValue("./data") Path data,
        @Nullable URI publicUrl,
        @DefaultValue("Europe/Berlin") ZoneId zone,
        @DefaultValue("Redress") String organisation) {}

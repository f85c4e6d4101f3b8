package io.redress.identity;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The first administrator of an installation that knows nobody yet.
 *
 * @param id login name ({@code REDRESS_ADMIN_ID})
 * @param password ({@code REDRESS_ADMIN_PASSWORD}); null or empty: one is made up and printed once
 */
@ConfigurationProperties("redress.admin")
record AdministratorSettings(
        @DefaultValue("admin") String id, @Nullable String password) {}

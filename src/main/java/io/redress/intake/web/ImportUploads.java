package io.redress.intake.web;

import io.redress.platform.LargeUpload;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where files of many rows may be sent, and how large they may be. */
@Configuration(proxyBeanMethods = false)
class ImportUploads {

    /** Two gigabytes of file, and what a form adds to it. */
    private static final long MOST = 2_049L * 1024 * 1024;

    @Bean
    LargeUpload importOverTheApi() {
        return new LargeUpload("/api/complaints/imports", MOST);
    }

    @Bean
    LargeUpload importOnThePage() {
        return new LargeUpload("/complaints/imports", MOST);
    }
}

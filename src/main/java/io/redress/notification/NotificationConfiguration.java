package io.redress.notification;

import io.redress.identity.Actors;
import io.redress.party.PersonStore;
import io.redress.platform.RedressClock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Where mail goes: {@code spring.mail.host}; in the demo without one, the catcher inside; else it waits. */
@Configuration(proxyBeanMethods = false)
class NotificationConfiguration {

    @Bean
    OutboxDispatcher outboxDispatcher(
            Outbox outbox,
            PersonStore persons,
            ObjectProvider<JavaMailSender> sender,
            MailIdentity identity,
            MailSettings settings,
            Actors actors,
            ApplicationEventPublisher events,
            PlatformTransactionManager transactions,
            RedressClock clock) {
        JavaMailSender server = sender.getIfAvailable();
        return new OutboxDispatcher(
                outbox,
                persons,
                server == null ? null : new MailCourier(server, identity, clock),
                actors,
                events,
                new TransactionTemplate(transactions),
                clock,
                settings.senders());
    }

    /** The demo's own mail server; it never meets an installation that has a real one. */
    @Configuration(proxyBeanMethods = false)
    @Profile("demo")
    @ConditionalOnProperty(name = "spring.mail.host", havingValue = "never", matchIfMissing = true)
    static class DemoMail {

        @Bean(destroyMethod = "close")
        CaughtMails caughtMails() {
            return CaughtMails.start();
        }

        @Bean
        JavaMailSender demoMailSender(CaughtMails server) {
            return server.sender();
        }
    }
}

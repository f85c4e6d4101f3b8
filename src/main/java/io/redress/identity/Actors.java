package io.redress.identity;

import io.redress.core.Actor;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/** Says who acts: the person signed in on this thread, or the engine when nobody is. */
@Component
public class Actors {

    private static final ThreadLocal<@Nullable Actor> ACTING = new ThreadLocal<>();

    public Actor current() {
        Actor acting = ACTING.get();
        if (acting != null) {
            return acting;
        }
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication == null) {
            return Actor.system("engine");
        }
        if (authentication instanceof AnonymousAuthenticationToken || !authentication.isAuthenticated()) {
            return Actor.anonymous();
        }
        return Actor.person(
                authentication.getName(),
                authentication.getAuthorities().stream()
                        .map(GrantedAuthority::getAuthority)
                        .collect(Collectors.toSet()));
    }

    /** Runs the work in another actor's name: start-up, the outbox, the demo player. */
    public void as(Actor actor, Runnable work) {
        Actor before = ACTING.get();
        ACTING.set(actor);
        try {
            work.run();
        } finally {
            ACTING.set(before);
        }
    }
}

package io.redress.complaint.process;

import io.redress.core.Actor;
import io.redress.identity.Actors;
import java.util.Set;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.springframework.stereotype.Component;

/**
 * Who acts when the engine calls the domain: the person signed in to us, else the person the engine was called by, else
 * the engine itself (a job).
 */
@Component
class Acting {

    private final Actors actors;
    private final IdentityService identity;

    Acting(Actors actors, IdentityService identity) {
        this.actors = actors;
        this.identity = identity;
    }

    void run(Runnable work) {
        Authentication authentication = identity.getCurrentAuthentication();
        if (actors.current().kind() != Actor.Kind.PERSON
                && authentication != null
                && authentication.getUserId() != null) {
            Set<String> groups =
                    authentication.getGroupIds() == null ? Set.of() : Set.copyOf(authentication.getGroupIds());
            actors.as(Actor.person(authentication.getUserId(), groups), work);
        } else {
            work.run();
        }
    }
}

package io.redress.audit;

import io.redress.core.Actor;
import io.redress.core.QualityEvent;
import java.time.Instant;

/** Something that happened in a transaction that is not committed yet, with who did it and when. */
record PendingFact(QualityEvent event, Actor actor, Instant at) {}

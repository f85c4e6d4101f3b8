package io.redress.engine;

import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.springframework.stereotype.Component;

/**
 * Stands before every command of the engine, inside its transaction: refuses what no client may do, and asks the rules
 * before a task is completed, so that a refusal has its right status instead of a listener's 500.
 */
@Component
class ClientCommands extends CommandInterceptor {

    private final TaskCompletions completions;
    private final ThreadLocal<Integer> depth = ThreadLocal.withInitial(() -> 0);

    ClientCommands(TaskCompletions completions) {
        this.completions = completions;
    }

    @Override
    public <T> T execute(Command<T> command) {
        int outside = depth.get();
        CommandContext context = Context.getCommandContext();
        // What our delegates and listeners do while the engine runs is not the client's own call.
        boolean clients = outside == 0 && ClientCall.present();
        if (clients) {
            DeniedCommands.refuse(command, context);
        }
        completions.check(command, context, clients);
        depth.set(outside + 1);
        try {
            return next.execute(command);
        } finally {
            if (outside == 0) {
                depth.remove();
            } else {
                depth.set(outside);
            }
        }
    }
}

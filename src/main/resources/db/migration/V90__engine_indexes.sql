-- What the engine asks for with many open tasks, measured at 50,000.

-- The task lists begin with what is due first. With this order at hand PostgreSQL stops after a page; without it, it
-- sorts every open task for each page.
create index redress_idx_task_due on act_ru_task (due_date_, create_time_ desc);

-- Counting what is free for a group then reads this and the group's links, not every open task with all its columns.
create index redress_idx_task_free on act_ru_task (id_) where assignee_ is null and tenant_id_ is null;

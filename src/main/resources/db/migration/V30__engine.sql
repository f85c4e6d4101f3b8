-- Indexes the engine's own schema lacks, and the record of who brought which model.

-- Timers that are not due yet are many; acquisition asks for the few that are.
create index redress_idx_job_duedate on act_ru_job (duedate_);

-- Completing a task asks for its sub-tasks; without this index it reads every open task.
create index redress_idx_task_parent on act_ru_task (parent_task_id_) where parent_task_id_ is not null;

create table engine_deployment (
    deployment_id varchar(64)  primary key,
    deployed_at   timestamptz  not null,
    source        varchar(255),
    deployed_by   varchar(255) not null,
    by_person     boolean      not null
);
comment on table engine_deployment is 'Who deployed models, as far as the engine itself does not remember it';

create table engine_deployed_resource (
    deployment_id    varchar(64)   not null references engine_deployment (deployment_id),
    name             varchar(1000) not null,
    sha256           varchar(64)   not null,
    carried_over     boolean       not null,
    owned_by_person  boolean       not null,
    primary key (deployment_id, name)
);
comment on column engine_deployed_resource.carried_over is 'Added unchanged from the deployment before, because the new one did not bring it';
comment on column engine_deployed_resource.owned_by_person is 'A person brought this content, in this deployment or in the one it was carried over from';

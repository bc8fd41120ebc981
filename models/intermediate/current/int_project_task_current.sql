{{ conformed('project_task', ['_source', 'task_id'], scope=[]) }}

{{ conformed('project', ['_source', 'project_id'], scope=[]) }}

{{ conformed('planned_visit', ['study_id', 'visit_name'], ids={'study_id': 'study'}) }}

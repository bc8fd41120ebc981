{{ stage('planned_visit', {
    'study_id': 'text',
    'visit_name': 'text',
    'visit_order': 'integer',
    'target_day': 'integer',
    'window_before': 'integer',
    'window_after': 'integer',
    'visit_type': 'text',
    'visit_definition_id': 'text',
}) }}

{{ stage('study_design', {
    'study_id': 'text',
    'design_version': 'text',
    'element_type': 'text',
    'element_id': 'text',
    'name': 'text',
    'label': 'text',
    'target_day': 'integer',
    'window_before': 'integer',
    'window_after': 'integer',
}) }}

{{ conformed(
    'action_item',
    ['study_id', 'action_item_id'],
    ids={'study_id': 'study', 'site_id': 'site', 'monitoring_visit_id': 'monitoring_visit'}
) }}

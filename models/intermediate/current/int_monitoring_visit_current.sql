{{ conformed(
    'monitoring_visit',
    ['study_id', 'monitoring_visit_id'],
    ids={
        'study_id': 'study',
        'monitoring_visit_id': 'monitoring_visit',
        'site_id': 'site',
        'author_id': 'person',
        'approver_id': 'person',
    }
) }}

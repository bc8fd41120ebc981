{# The day of a hand-out is that of the site, as written. #}
{{ stage('dispensation', {
    'study_id': 'text',
    'kit_id': 'text',
    'subject_id': 'text',
    'site_id': 'text',
    'visit_name': 'text',
    'dispensed_at': 'date',
    'returned_date': 'date',
}) }}

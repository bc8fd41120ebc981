{{ stage('edc_page', {
    'study_id': 'text',
    'page_id': 'text',
    'subject_id': 'text',
    'site_id': 'text',
    'visit_name': 'text',
    'form_id': 'text',
    'visit_date': 'partial_date',
    'entered_date': 'date',
    'verification_plan': 'text',
    'items_to_verify': 'integer',
    'items_verified': 'integer',
    'verified_date': 'date',
}) }}

{{ stage('research_subject', {
    'research_subject_id': 'text',
    'progress_number': 'integer',
    'study_id': 'text',
    'patient_id': 'text',
    'site_id': 'text',
    'screening_number': 'text',
    'subject_state': 'text',
}) }}

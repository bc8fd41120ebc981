{{ conformed('source_review', ['study_id', 'subject_visit_id'], ids={'study_id': 'study', 'site_id': 'site', 'monitoring_visit_id': 'monitoring_visit'}) }}

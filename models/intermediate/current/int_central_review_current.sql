{{ conformed('central_review', ['study_id', 'review_id'], ids={'study_id': 'study', 'site_id': 'site'}) }}

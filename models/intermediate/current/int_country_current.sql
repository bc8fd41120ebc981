{{ conformed('country', ['country'], scope=[]) }}
